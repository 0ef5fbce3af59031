/* netcapdo: subtaps of the caller's own SlapOS TAP. What its files share; the contract is docs/trampoline.md. */
#ifndef NETCAPDO_H
#define NETCAPDO_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { TAPS_MAX = 1023, REQUEST_MAX = 1 << 20, DUMPS_MAX = 5, LOCK_SECONDS = 10 };

/* Exit codes. BAD: the request; DENIED: who asks; FAILED: the node or its kernel. */
enum { BAD = 2, DENIED = 3, FAILED = 4 };

struct failure {
	char text[512];
};

struct options {
	bool dry_run, version;
	uid_t user; /* the caller's real user */
};

/* -- request.c, prefix.c -- */

struct prefix {
	struct in6_addr base;
	unsigned length;
};

struct tap {
	char name[IFNAMSIZ];
	unsigned number;
	bool down;
	struct prefix network;
	struct in6_addr gateway, addr;
	int index;                              /* of its interface; 0 while there is none */
	bool has_addr, has_gateway, has_network; /* what difference() found right */
};

struct request {
	char slaptap[IFNAMSIZ];
	size_t count;
	struct tap taps[TAPS_MAX]; /* sorted by network */
	struct tap *numbered[TAPS_MAX + 1];
};

/* -- state.c: what the kernel has -- */

struct link {
	int index;
	char name[IFNAMSIZ], device[IFNAMSIZ]; /* they differ where the name is an altname of the device */
	unsigned number;                       /* n of <slaptap>-<n>, else 0 */
	uint32_t mtu, group, owner;
	bool up, tap, owned, tun_group, persistent, ipv6, quiet; /* quiet: its three sysctls are 0 */
};

struct address {
	int index;
	struct prefix at; /* with host bits */
	bool peer;
};

struct route {
	struct prefix to, from;
	struct in6_addr gateway;
	int index; /* 0: leaves by no interface */
	uint32_t metric, nexthop;
	uint8_t protocol, type;
	bool via, multipath, expires;
};

struct state {
	const char *slaptap_name;
	struct link *links, *aliases;
	struct address *addresses;
	struct route *routes;
	size_t links_count, aliases_count, addresses_count, routes_count;
	size_t links_room, aliases_room, addresses_room, routes_room;
	const struct link *slaptap, *numbered[TAPS_MAX + 1]; /* set by index_state() */
};

/* -- difference.c -- */

enum verb { CREATED, CHANGED, REMOVED };
enum what { LINK, UP, DOWN, MTU, GROUP, SYSCTL, ADDR, ROUTE_GATEWAY, ROUTE_NETWORK };

struct change {
	enum verb verb;
	enum what what;
	bool done;
	char name[IFNAMSIZ];
	struct tap *tap;    /* null for a subtap that is not wanted */
	int index;          /* where tap is null */
	uint32_t value;     /* of MTU and GROUP */
	struct route route; /* `to` holds the address of ADDR */
};

struct changes {
	struct change *list;
	size_t count, room;
};

/* -- netlink.c, reply.c -- */

enum { BATCH = 128, MESSAGE_MAX = 256, REPLY_MAX = 1 << 16 };

struct netlink {
	int fd;
	uint32_t port, sequence;
	size_t used, last, queued; /* of the datagram that is being put together */
	bool overflow;
	struct change *owners[BATCH];
	_Alignas(8) uint8_t out[BATCH * MESSAGE_MAX];
	_Alignas(8) uint8_t in[REPLY_MAX];
};

struct span {
	const uint8_t *at;
	size_t left;
};

struct attribute {
	unsigned type;
	struct span value;
};

struct reply {
	unsigned type, flags;
	uint32_t sequence, port;
	struct span body;
	int error;        /* of NLMSG_ERROR and NLMSG_DONE: 0 or an errno */
	struct span text; /* the kernel's own words */
};

int fail(struct failure *failure, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));
void *grow(void *list, size_t *room, size_t count, size_t size);

bool prefix_has(const struct prefix *prefix, const struct in6_addr *address);
bool prefix_covers(const struct prefix *outer, const struct prefix *inner);
bool prefix_same(const struct prefix *a, const struct prefix *b);
bool same_address(const struct in6_addr *a, const struct in6_addr *b);
const char *show_prefix(const struct prefix *prefix, char text[INET6_ADDRSTRLEN + 4]);

unsigned subtap_number(const char *slaptap, const char *name);
bool subtap_parent(const char *name, char parent[IFNAMSIZ]);
int parse_request(const char *text, size_t length, struct request *request, struct failure *failure);

int next_reply(struct span *datagram, struct reply *reply);
bool next_attribute(struct span *rest, struct attribute *attribute);

int take_reply(struct state *state, const struct reply *reply);
void forget(struct state *state, unsigned type);
void index_state(struct state *state);
void free_state(struct state *state);
const struct link *link_of(const struct state *state, int index);

int open_netlink(struct netlink *netlink, struct failure *failure);
int dump(struct netlink *netlink, uint16_t type, struct state *state, struct failure *failure);
int get_link(struct netlink *netlink, const char *name, struct state *state, struct failure *failure);
void put_message(struct netlink *netlink, unsigned type, unsigned flags, const void *body, size_t length);
void put_attribute(struct netlink *netlink, unsigned type, const void *value, size_t length);
int send_changes(struct netlink *netlink, struct failure *failure);

bool is_subtap_of(const struct link *link, uid_t user);
const char *why_not_subtap(const struct link *link, uid_t user);
int judge_slaptap(const struct request *request, const struct state *state, uid_t user, struct failure *failure);
int judge(const struct request *request, const struct state *state, uid_t user, bool after,
	  struct failure *failure);

int difference(struct request *request, const struct state *state, uid_t user, struct changes *changes,
	       struct failure *failure);

int carry_out(struct netlink *netlink, const struct request *request, uid_t user, struct changes *changes,
	      struct failure *failure);
int undo(struct netlink *netlink, const struct request *request, uid_t user, struct changes *changes,
	 struct failure *failure);

int open_tun(struct failure *failure, int *fd);
int create_tap(const char *name, uid_t user, int *index, struct failure *failure);
int quiet_tap(const char *name, struct failure *failure);
int take_lock(const char *slaptap, struct failure *failure);

int seal(struct failure *failure);
int check_caller(uid_t user, struct failure *failure);
int keep_capability(bool wanted, bool *have, struct failure *failure);
int raise_capability(struct failure *failure);
int drop_capability(struct failure *failure);

int write_answer(const struct request *request, const struct changes *changes, bool planned, bool good,
		 struct failure *failure);
const char *what_text(enum what what);
void report(const char *text);

#endif
