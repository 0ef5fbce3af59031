/*
 * A guest of a few hundred instructions: it finds a virtio network card (virtio 0.9.5, "legacy"), and sends one UDP
 * datagram again and again whose checksum it leaves to the host where the card offers that (VIRTIO_NET_F_CSUM).
 * Such a frame is worth something only together with its virtio header, so its arrival shows that the header came.
 *
 * Built as a multiboot kernel (Multiboot Specification 0.6.96), 32 bits, nothing beneath it:
 *   gcc -m32 -ffreestanding -nostdlib -static -no-pie -fno-pic -O1 -Wl,-Ttext=0x100000,--build-id=none
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

enum { multiboot_magic = 0x1badb002 };

__attribute__((section(".text.0"), used)) static const u32 multiboot_header[3] = {
	multiboot_magic, 0, -(u32)multiboot_magic
};

static u8 stack[4096] __attribute__((used));

__asm__(".globl _start\n_start: mov $stack+4096, %esp\n call run\n1: hlt\n jmp 1b");

enum { pci_address = 0xcf8, pci_data = 0xcfc };
enum { reg_host_features = 0, reg_guest_features = 4, reg_queue_page = 8, reg_queue_size = 12,
       reg_queue_select = 14, reg_queue_notify = 16, reg_status = 18, reg_mac = 20 };
enum { status_acknowledge = 1, status_driver = 2, status_driver_ok = 4 };
enum { feature_csum = 1, transmit_queue = 1, descriptor_next = 1, needs_csum = 1 };
enum { ethernet = 14, ipv4 = 20, udp = 8, payload = 10, sends = 400 };

static inline void out8(u16 port, u8 value) { __asm__ volatile("outb %0, %1" ::"a"(value), "Nd"(port)); }
static inline void out16(u16 port, u16 value) { __asm__ volatile("outw %0, %1" ::"a"(value), "Nd"(port)); }
static inline void out32(u16 port, u32 value) { __asm__ volatile("outl %0, %1" ::"a"(value), "Nd"(port)); }
static inline u8 in8(u16 port) { u8 v; __asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port)); return v; }
static inline u16 in16(u16 port) { u16 v; __asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"(port)); return v; }
static inline u32 in32(u16 port) { u32 v; __asm__ volatile("inl %1, %0" : "=a"(v) : "Nd"(port)); return v; }

static u8 ring[3 * 4096 * 4] __attribute__((aligned(4096)));
static u8 header[10];
static u8 frame[ethernet + ipv4 + udp + payload];

static u32 pci_read(u32 device, u32 offset)
{
	out32(pci_address, 0x80000000u | device << 11 | offset);
	return in32(pci_data);
}

/* The I/O ports of the first virtio network card on bus 0, which is made a bus master; 0 where there is none. */
static u16 find_card(void)
{
	for (u32 device = 0; device < 32; device++) {
		if (pci_read(device, 0) != 0x10001af4)
			continue;
		u32 command = pci_read(device, 4);
		out32(pci_address, 0x80000000u | device << 11 | 4);
		out32(pci_data, (command & 0xffff) | 5); /* I/O space, bus master */
		return (u16)(pci_read(device, 0x10) & ~3u);
	}
	return 0;
}

static void put16(u8 *at, u32 value)
{
	at[0] = (u8)(value >> 8);
	at[1] = (u8)value;
}

static u32 sum16(const u8 *at, u32 length, u32 sum)
{
	for (u32 i = 0; i < length; i += 2)
		sum += (u32)at[i] << 8 | at[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* 10.9.0.1 to 10.9.0.2, port 9999; the UDP checksum holds the sum over the pseudo header alone. */
static void make_frame(u16 card, u8 offered)
{
	static const u8 addresses[8] = { 10, 9, 0, 1, 10, 9, 0, 2 };
	u8 *ip = frame + ethernet;
	u8 *datagram = ip + ipv4;

	for (int i = 0; i < 6; i++) {
		frame[i] = 0xff;
		frame[6 + i] = in8((u16)(card + reg_mac + i));
	}
	put16(frame + 12, 0x0800);
	ip[0] = 0x45;
	put16(ip + 2, ipv4 + udp + payload);
	ip[8] = 64;
	ip[9] = 17;
	for (int i = 0; i < 8; i++)
		ip[12 + i] = addresses[i];
	put16(ip + 10, ~sum16(ip, ipv4, 0));
	put16(datagram, 9999);
	put16(datagram + 2, 9999);
	put16(datagram + 4, udp + payload);
	for (int i = 0; i < payload; i++)
		datagram[udp + i] = (u8)("from guest"[i]);
	put16(datagram + 6, sum16(addresses, 8, 17 + udp + payload));
	if (offered) {
		header[0] = needs_csum;
		header[6] = ethernet + ipv4; /* csum_start */
		header[8] = 6;		     /* csum_offset */
	}
}

static u16 *available;

static void set_up_queue(u16 card)
{
	struct descriptor { u64 address; u32 length; u16 flags, next; } *table = (void *)ring;
	out16((u16)(card + reg_queue_select), transmit_queue);
	u16 size = in16((u16)(card + reg_queue_size));

	table[0].address = (u32)header;
	table[0].length = sizeof(header);
	table[0].flags = descriptor_next;
	table[0].next = 1;
	table[1].address = (u32)frame;
	table[1].length = sizeof(frame);
	available = (u16 *)(ring + size * sizeof(*table));
	out32((u16)(card + reg_queue_page), (u32)ring >> 12);
}

void run(void)
{
	u16 card = find_card();
	u8 offered;

	if (!card)
		return;
	out8((u16)(card + reg_status), status_acknowledge | status_driver);
	offered = in32((u16)(card + reg_host_features)) & feature_csum;
	out32((u16)(card + reg_guest_features), offered);
	make_frame(card, offered);
	set_up_queue(card);
	out8((u16)(card + reg_status), status_acknowledge | status_driver | status_driver_ok);
	for (int i = 0; i < sends; i++) {
		__asm__ volatile("" ::: "memory");
		available[1]++; /* every entry of the ring is descriptor 0 */
		__asm__ volatile("" ::: "memory");
		out16((u16)(card + reg_queue_notify), transmit_queue);
		for (u32 wait = 0; wait < 20000; wait++)
			in8(0x80);
	}
}
