/* What the files of netcapdo share. Functions return false where they fail, and say why in a struct failure. */
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAPS_MAX = 1023, REQUEST_MAX = 1 << 20, LIMIT_MS = 10000, FRESH_MS = 1000 };
enum { BATCH = 128, MESSAGE_MAX = 256, REPLY_MAX = 1 << 16 };

#define LIMITS "/etc/ors-amarisoft/subtaps"
#define NO_RANGE "%s has no IPv6 range; run `slapos node format --now`"

/* Exit codes. BAD: the request; DENIED: who asks; FAILED: the node or its kernel. */
enum { BAD = 2, DENIED = 3, FAILED = 4 };

struct failure {
	int code;
	char text[500];
};

struct span {
	const uint8_t *at;
	size_t left;
};

struct prefix {
	struct in6_addr base;
	unsigned length;
};

struct tap {
	char name[IFNAMSIZ];
	unsigned number, has; /* has: a bit for each of ADDR, ROUTE_GATEWAY and ROUTE_NETWORK that is right */
	bool down, cleared;   /* cleared: it is down, or must go down first */
	struct prefix network;
	struct in6_addr gateway, addr;
	int index; /* of its interface, 0 while there is none */
};

struct request {
	uid_t user; /* the caller's real one */
	char slaptap[IFNAMSIZ];
	size_t count, allowed, missing; /* allowed: by the administrator; missing: wanted, and not there */
	struct tap taps[TAPS_MAX + 1], *numbered[TAPS_MAX + 1]; /* taps: sorted by network; the last is for a line too many */
	struct tap others[TAPS_MAX + 1];                        /* subtaps that are there and not wanted, by number */
	bool waits;                                             /* since judge(): all are down, and there is no range */
};

struct link {
	int index;
	char name[IFNAMSIZ];
	unsigned number; /* n of <slaptap>-<n>, else 0 */
	uint32_t mtu, group, owner;
	bool altname, up, ether, tap, owned, persistent;
	bool shared, quiet; /* has a group; its three sysctls are there and 0 */
};

/* A route of table main, or an address, which is a route to this host: `to` is then the address with its prefix length,
 * and a peer is its gateway. */
struct route {
	struct prefix to, from;
	struct in6_addr gateway;
	int index; /* 0: by no interface */
	uint32_t metric, nexthop;
	uint8_t protocol, type;
	bool address, via, multipath, expires, bare; /* bare: an address for which the kernel has made no route */
};

struct change {
	enum verb { CREATED, CHANGED, REMOVED } verb;
	enum what { LINK, DOWN, MTU, GROUP, SYSCTL, UP, ADDR, ROUTE_GATEWAY, ROUTE_NETWORK } what; /* in the order of doing */
	bool done;
	struct tap *tap;    /* wanted, or of the others that there are */
	uint32_t value;     /* of MTU and GROUP */
	struct route route; /* of ADDR, ROUTE_GATEWAY and ROUTE_NETWORK */
};

/* `count` items of one type; there is room for `room`. */
struct list {
	union {
		void *at;
		struct link *link;
		struct route *route;
		struct change *change;
	};
	size_t count, room;
};

struct state {
	const char *slaptap_name;
	uint32_t group; /* where it is not 0, links of this one only */
	struct list links, routes;
	const struct link *slaptap, *numbered[TAPS_MAX + 1]; /* since index_state() */
};

struct netlink {
	struct failure *why;
	int fd;
	uint32_t port, sequence;
	size_t datagrams;    /* received */
	size_t used, last;   /* of the datagram that is being put together */
	struct span pending; /* of the datagram that is being read */
	_Alignas(8) uint8_t out[BATCH * MESSAGE_MAX], in[REPLY_MAX];
};

struct reply {
	unsigned type, flags;
	uint32_t sequence;
	int error; /* of an acknowledgement or a dump's end: an errno, or 0 */
	struct span body;
	const char *text; /* the kernel's own words on the error, or none */
};

struct run {
	bool dry_run, capable, raised;
	int settings, lock, log, tun; /* settings: the folder /proc/sys/net/ipv6/conf; tun: for the next new TAP, or 0 */
	struct failure why, undone;
	struct request request;
	struct netlink eye, ear, hand; /* to look with, to hear what changes meanwhile, for changes */
	struct change *queued[BATCH];  /* what the messages of the datagram are about */
	uint32_t queue;
	int64_t looked; /* when the last look began, in milliseconds */
	struct state before, after, doomed;
	struct list changes, rest;
	int taps[BATCH]; /* new ones, held until they are up */
	size_t held;
	char text[REQUEST_MAX + 1]; /* of the request */
};

/* answer.c */
bool fail(struct failure *why, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));
extern const char verb_text[][8], what_text[][16];
bool write_answer(struct run *run, bool good);
int open_log(void);
void write_log(const struct run *run);

/* prefix.c */
bool same_prefix(const struct prefix *a, const struct prefix *b);
bool has_address(const struct prefix *prefix, const struct in6_addr *address);
bool covers(const struct prefix *outer, const struct prefix *inner);
const char *show_prefix(const struct prefix *prefix, char text[INET6_ADDRSTRLEN + 4]);

/* request.c */
unsigned subtap_number(const char *slaptap, const char *name);
bool parse_request(char *text, size_t length, struct request *request, struct failure *why);

/* reply.c */
bool peek(struct span span, void *into, size_t size);
bool next_attribute(struct span *rest, unsigned *type, struct span *value);
void advance(struct span *span, size_t length);
void sort_attributes(struct span rest, size_t head, struct span *by_type, size_t count);
int next_reply(struct span *datagram, struct reply *reply);

/* state.c */
bool grow(struct list *list, size_t room, size_t size);
bool take_reply(struct state *state, const struct reply *reply);
bool index_state(struct state *state);
const struct link *link_of(const struct state *state, int index);

/* judge.c */
const char *why_not_subtap(const struct link *link, uid_t user);
bool is_subtap_of(const struct link *link, uid_t user);
bool judge_slaptap(const struct request *request, const struct state *state, struct failure *why);
bool judge(struct request *request, const struct state *state, bool after, struct failure *why);

/* difference.c */
bool goes_away(const struct request *request, const struct state *state, const struct route *route);
bool difference(struct request *request, const struct state *state, struct list *changes, struct failure *why);

/* netlink.c */
bool open_netlink(struct netlink *netlink, struct failure *why);
void put_message(struct netlink *netlink, unsigned type, unsigned flags, const void *body, size_t length);
void put_attribute(struct netlink *netlink, unsigned type, const void *value, size_t length);
bool transmit(struct netlink *netlink, unsigned flags);
bool next_answer(struct netlink *netlink, struct reply *reply);

/* look.c */
int64_t milliseconds(void);
bool wait_longer(int64_t start);
bool dump_links(struct run *run, struct state *state);
bool look(struct run *run, struct state *state, bool after);
bool freshen(struct run *run);
bool make_room(struct run *run);

/* message.c */
bool queue_change(struct run *run, struct change *change);
bool send_changes(struct run *run);

/* change.c */
bool carry_out(struct run *run);
void undo(struct run *run);

/* tun.c */
int open_tun(struct failure *why);
bool create_tap(struct run *run, struct change *change);
bool let_taps_go(struct run *run);
bool quiet_tap(struct run *run, struct change *change);
bool lock_slaptap(struct run *run);

/* limits.c */
bool read_limit(struct request *request, struct failure *why);

/* privilege.c */
bool seal(struct failure *why);
bool check_caller(uid_t user, struct failure *why);
bool keep_capability(bool wanted, bool *have, struct failure *why);
bool raise_capability(struct run *run, bool raised);
bool set_capability(uint32_t permitted, uint32_t effective, struct failure *why);
bool narrow_calls(struct failure *why);
