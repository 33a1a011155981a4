#define FFI_SCOPE "KENPO"
#define FFI_LIB "libkenpo.so.1"
/*
 * The C ABI of kenpo for PHP's FFI; kenpo.h says how to call it. Generated from the library's sources; changes here are
 * lost. `kenpo-doctor --write-header` writes a copy whose FFI_LIB names the library by its path.
 */

/**
 * The ABI this header describes; `kenpo_abi_version()` must return it.
 */
enum { KENPO_ABI_VERSION = 1 };

/**
 * The state of a slot: the person has booked it (予約済み).
 */
enum { KENPO_SLOT_BOOKED = 1 };

/**
 * The state of a slot: outside the booking period (受付期間外).
 */
enum { KENPO_SLOT_OUTSIDE = 2 };

/**
 * The state of a slot: no place is left (空きなし).
 */
enum { KENPO_SLOT_FULL = 3 };

/**
 * The state of a slot: it can be booked (空きあり).
 */
enum { KENPO_SLOT_FREE = 4 };

/**
 * A relation of `kenpo_person`: 被保険者; in 国保組合, 組合員.
 */
enum { KENPO_RELATION_INSURED = 0 };

/**
 * A relation of `kenpo_person`: 被扶養者; in 国保組合, the family. Where spouses are told apart, the others.
 */
enum { KENPO_RELATION_DEPENDANT = 1 };

/**
 * A relation of `kenpo_person`: 任意継続被保険者.
 */
enum { KENPO_RELATION_VOLUNTARY = 2 };

/**
 * A relation of `kenpo_person`: 特例退職被保険者.
 */
enum { KENPO_RELATION_SPECIAL_RETIREE = 3 };

/**
 * A relation of `kenpo_person`: the family of a 特例退職被保険者.
 */
enum { KENPO_RELATION_SPECIAL_RETIREE_DEPENDANT = 4 };

/**
 * A relation of `kenpo_person`: the spouse, among the 被扶養者, where the programme tells spouses apart.
 */
enum { KENPO_RELATION_SPOUSE = 5 };

/**
 * Until when a slot is booked.
 */
enum { KENPO_BOOKING_CLOSES = 1 };

/**
 * Until when a booking is changed.
 */
enum { KENPO_BOOKING_CHANGE = 2 };

/**
 * Until when a booking is cancelled.
 */
enum { KENPO_BOOKING_CANCEL = 3 };

/**
 * A programme that was read and found consistent: immutable, and safe to use from many threads at once.
 */
typedef struct kenpo_programme kenpo_programme;

/**
 * What a call returns: 0 is success, everything else a failure, known or not.
 */
typedef int32_t kenpo_status;

/**
 * Text that the library made: UTF-8, not NUL-terminated. Released with `kenpo_buf_free`.
 */
typedef struct kenpo_buf {
    /**
     * The bytes, or NULL.
     */
    uint8_t *ptr;
    /**
     * How many.
     */
    size_t len;
} kenpo_buf;

/**
 * A delivery of a member's steps. Dates are YYYYMMDD; 0 means that one is not given.
 */
typedef struct kenpo_step_delivery {
    /**
     * The day on which the records arrived.
     */
    int32_t synced_ymd;
    /**
     * The date of birth; needed where a rule asks for an age.
     */
    int32_t born_ymd;
    /**
     * The day on which the person joined; days before it earn nothing.
     */
    int32_t enrolled_ymd;
    /**
     * The day on which the app was last opened; needed where a rule asks for it.
     */
    int32_t opened_ymd;
    /**
     * Days up to this one earn nothing more. Their credits are given all the same where a cap's window still needs them.
     */
    int32_t closed_through_ymd;
} kenpo_step_delivery;

/**
 * A day's steps from a linked source.
 */
typedef struct kenpo_step_day {
    /**
     * The day walked, YYYYMMDD.
     */
    int32_t walked_ymd;
    /**
     * Must be 0; anything else is `KENPO_ERR_INVALID_REQUEST`.
     */
    int32_t reserved;
    /**
     * Steps of the whole day, 0 to 2^53 − 1.
     */
    int64_t steps;
} kenpo_step_day;

/**
 * What was earned and paid for a day under a rule. Stored by the host and given back with the next call.
 */
typedef struct kenpo_credit {
    /**
     * The day walked, YYYYMMDD.
     */
    int32_t walked_ymd;
    /**
     * The day on which the record arrived, YYYYMMDD.
     */
    int32_t synced_ymd;
    /**
     * The rule: its place among the programme's `points.rules`, from 0. Of rules of one id it is the first, and in what is given any.
     * Places are those of one version of a programme: what is stored is the rule's id.
     */
    uint32_t rule;
    /**
     * Must be 0; anything else is `KENPO_ERR_INVALID_REQUEST`.
     */
    uint32_t reserved;
    /**
     * Points earned before caps, 0 to 2^53 − 1.
     */
    int64_t earned;
    /**
     * Points paid, 0 to 2^53 − 1.
     */
    int64_t points;
} kenpo_credit;

/**
 * The row at fault of `kenpo_members_accrue`, by its place in its column, from 0. A place is -1 where the fault is not of such a row.
 */
typedef struct kenpo_member_fault {
    /**
     * The first member at fault.
     */
    int64_t member;
    /**
     * The delivery.
     */
    int64_t delivery;
    /**
     * The record.
     */
    int64_t day;
    /**
     * The credit given.
     */
    int64_t credited;
} kenpo_member_fault;

/**
 * A person as a row of a column. Dates are written YYYYMMDD.
 */
typedef struct kenpo_person {
    /**
     * The instant of the service, Unix seconds.
     */
    int64_t at;
    /**
     * The date of birth.
     */
    int32_t born_ymd;
    /**
     * 資格取得日: the first day of entitlement.
     */
    int32_t insured_from_ymd;
    /**
     * 資格喪失日: the first day without entitlement; 0 while it lasts.
     */
    int32_t lost_on_ymd;
    /**
     * The day of the last use that counts as the one use of the fiscal year; 0 for none.
     */
    int32_t used_on_ymd;
    /**
     * One of `KENPO_RELATION_*`.
     */
    uint8_t relation;
    /**
     * Must be 0.
     */
    uint8_t reserved[7];
} kenpo_person;

/**
 * A slot as a row of a column.
 */
typedef struct kenpo_slot {
    /**
     * Its date, YYYYMMDD.
     */
    int32_t date_ymd;
    /**
     * Places in all.
     */
    uint32_t capacity;
    /**
     * Places taken.
     */
    uint32_t taken;
    /**
     * 1 where the person has booked it, else 0.
     */
    uint8_t booked;
    /**
     * 1 where the organiser has cancelled it, else 0.
     */
    uint8_t cancelled;
    /**
     * Must be 0.
     */
    uint8_t reserved[2];
} kenpo_slot;

/**
 * It went well.
 */
enum { KENPO_OK = 0 };

/**
 * A pointer that is needed is null, or a length is more than memory can hold.
 */
enum { KENPO_ERR_INVALID_ARGUMENT = 1 };

/**
 * A panic inside the library was stopped at its border. Nothing was written; the library can be used on.
 */
enum { KENPO_ERR_PANIC = 2 };

/**
 * The array for the answer is too small.
 */
enum { KENPO_ERR_BUFFER_TOO_SMALL = 3 };

/**
 * The request cannot be used; the error says where.
 */
enum { KENPO_ERR_INVALID_REQUEST = 4 };

/**
 * The programme document cannot be used; the error says where.
 */
enum { KENPO_ERR_INVALID_PROGRAMME = 5 };

/**
 * The input is longer than the operation takes.
 */
enum { KENPO_ERR_TOO_LARGE = 6 };

/**
 * There is no operation of that name.
 */
enum { KENPO_ERR_UNKNOWN_OPERATION = 7 };

/**
 * The operation needs a programme.
 */
enum { KENPO_ERR_PROGRAMME_REQUIRED = 8 };

/**
 * The programme asks for more than this typed call can do; `kenpo_answer` does it, and its operation `programme.typed`
 * says which setting it is.
 */
enum { KENPO_ERR_UNSUPPORTED = 9 };

/**
 * The programme has no such setting in effect on that day.
 */
enum { KENPO_ERR_NOT_IN_EFFECT = 10 };

/**
 * The ABI of the library that is loaded. Compare it with `KENPO_ABI_VERSION` before anything else.
 */
uint32_t kenpo_abi_version(void);

/**
 * The library's version, such as `0.1.0`; static, NUL-terminated.
 */
const char *kenpo_version(void);

/**
 * The name of a status, such as `KENPO_ERR_PANIC`; static, NUL-terminated. `KENPO_ERR_UNKNOWN` for a number this version does not know.
 */
const char *kenpo_status_name(kenpo_status status);

/**
 * The name of a reason, as JSON answers have it, such as `not_digits`; static, NUL-terminated. Empty for 0, which columns
 * use where there is no reason, and `unknown` for a number that this version does not know.
 */
const char *kenpo_reason_name(int32_t reason);

/**
 * Wipes and releases a buffer, and sets it to `KENPO_BUF_INIT`. May be called twice, and with NULL.
 *
 * Required of the caller:
 * `buffer` is NULL, or points to a `kenpo_buf` that is `KENPO_BUF_INIT` or was filled by the library and not changed since.
 */
void kenpo_buf_free(struct kenpo_buf *buffer);

/**
 * Reads a programme document. On success `*programme_out` is released with `kenpo_programme_free`.
 * On failure `*err_out`, where it is wanted, holds `{"code":…,"path":…,"line":…,"column":…}`.
 *
 * Required of the caller:
 * `document` is valid for `document_len` bytes; `programme_out` for a write; `err_out` is NULL or valid for a write.
 */
kenpo_status kenpo_programme_parse(const char *document,
                                   size_t document_len,
                                   const struct kenpo_programme **programme_out,
                                   struct kenpo_buf *err_out);

/**
 * Releases a programme; NULL is fine. Nobody may be using it.
 *
 * Required of the caller:
 * `programme` is NULL or came from `kenpo_programme_parse` and was not released before.
 */
void kenpo_programme_free(const struct kenpo_programme *programme);

/**
 * Answers any operation: its name and a JSON request in, a JSON answer out, released with `kenpo_buf_free`.
 * `programme_or_null` is needed by the operations that read a programme.
 * On failure `*err_out`, where it is wanted, holds `{"code":…,"path":…,"line":…,"column":…}`.
 *
 * Required of the caller:
 * `op` and `request` are valid for their lengths; `programme_or_null` is NULL or a live programme;
 * `answer_out` is valid for a write; `err_out` is NULL or valid for a write.
 */
kenpo_status kenpo_answer(const struct kenpo_programme *programme_or_null,
                          const char *op,
                          size_t op_len,
                          const char *request,
                          size_t request_len,
                          struct kenpo_buf *answer_out,
                          struct kenpo_buf *err_out);

/**
 * Examines an insurer number typed on a form, at most 64 bytes of UTF-8. `*reason_out` is 0 for a well-formed number,
 * otherwise the number of the first reason against it (see docs/messages.md).
 *
 * Required of the caller:
 * `text` is valid for `text_len` bytes, `reason_out` for a write.
 */
kenpo_status kenpo_insurer_number_reason(const char *text, size_t text_len, int32_t *reason_out);

/**
 * Examines a column of insurer numbers, eight bytes each: eight digits, or six and two spaces that are layout.
 * `reasons_out` receives one reason for each, 0 for a well-formed number.
 *
 * Required of the caller:
 * `records8` is valid for `8 * count` bytes, `reasons_out` for `count` bytes.
 */
kenpo_status kenpo_insurer_number_reasons(const char *records8, size_t count, uint8_t *reasons_out);

/**
 * The last day of the programme's coupon issued on a day, both as YYYYMMDD.
 * `KENPO_ERR_UNSUPPORTED` where the programme has several coupons or counts from the draw: ask `coupon.issue`.
 *
 * Required of the caller:
 * `programme` is a live programme; `last_ymd_out` is valid for a write.
 */
kenpo_status kenpo_coupon_last_day(const struct kenpo_programme *programme, int32_t issued_ymd, int32_t *last_ymd_out);

/**
 * The most credits that one record can bring: the ids of rules that earn by steps.
 *
 * Required of the caller:
 * `programme` is a live programme; `credits_out` is valid for a write.
 */
kenpo_status kenpo_credits_per_record(const struct kenpo_programme *programme, size_t *credits_out);

/**
 * Pays for a member's steps from a linked source, under every rule that earns by them: the short way of `points.accrue`.
 *
 * `credited` holds what was credited before, under any rule, for those days and for the cap windows they fall in.
 * `credits_out` receives one credit for each record and rule under which it earned; `days_len` times
 * `kenpo_credits_per_record` are always enough, and what is written past `*credits_len_out` means nothing. `reasons_out`
 * receives what became of each record. Records that cannot be used fail the call as a whole; `points.accrue` answers
 * record by record. `KENPO_ERR_UNSUPPORTED` where the programme has campaigns or a highest balance, more than 8 rules that
 * earn by steps or more than 16 caps on them, or asks what was not given, or where the days lie more than 40 months apart.
 *
 * Required of the caller:
 * `programme` is a live programme, `delivery` a delivery; the arrays are valid for their lengths; the outputs for writes and overlap nothing.
 */
kenpo_status kenpo_steps_accrue(const struct kenpo_programme *programme,
                                const struct kenpo_step_delivery *delivery,
                                const struct kenpo_step_day *days,
                                size_t days_len,
                                const struct kenpo_credit *credited,
                                size_t credited_len,
                                struct kenpo_credit *credits_out,
                                size_t credits_cap,
                                size_t *credits_len_out,
                                int32_t *reasons_out);

/**
 * Pays for the steps of many members in one call, as `kenpo_steps_accrue` does for each of their deliveries, one after the other, each
 * given what the member was credited before.
 *
 * Rows belong together as offsets say: those from one offset up to the next. `delivery_offsets` has `members_len` + 1 offsets into
 * `deliveries`, or is NULL where each member has one delivery; `day_offsets` has `deliveries_len` + 1 into `days`;
 * `credited_offsets` has `members_len` + 1 into `credited`, or is NULL where nothing was credited before. Rows before the first offset
 * and from the last on are not read, so that a part of the members is a part of these offsets. Members share nothing: any division of
 * them over calls and threads gives the same.
 *
 * `credits_out` receives the credits, member after member; there is room for `kenpo_credits_per_record` for each record, otherwise the
 * status is `KENPO_ERR_BUFFER_TOO_SMALL`. `credit_offsets_out` receives `members_len` + 1 offsets into them, the first of which is 0,
 * `points_out` what each member is paid, and `reasons_out` what became of each record, from the first of the first member's on.
 * A call allocates once, for sums, however many the members are.
 *
 * A row that cannot be used is `KENPO_ERR_INVALID_REQUEST`, and so are offsets that descend or leave their column; what is out of reach,
 * as for `kenpo_steps_accrue`, is `KENPO_ERR_UNSUPPORTED`, and so are days of one member that lie more than 40 months apart. Then nobody is
 * paid, what was written into the arrays means nothing, and `*fault_out` has the first member at fault. `fault_out` may be NULL; after any
 * other status it is as it was.
 *
 * Required of the caller:
 * `programme` is a live programme; the arrays are valid for their lengths; the outputs for writes and overlap nothing.
 */
kenpo_status kenpo_members_accrue(const struct kenpo_programme *programme,
                                  size_t members_len,
                                  const struct kenpo_step_delivery *deliveries,
                                  size_t deliveries_len,
                                  const int64_t *delivery_offsets,
                                  const struct kenpo_step_day *days,
                                  size_t days_len,
                                  const int64_t *day_offsets,
                                  const struct kenpo_credit *credited,
                                  size_t credited_len,
                                  const int64_t *credited_offsets,
                                  struct kenpo_credit *credits_out,
                                  size_t credits_cap,
                                  int64_t *credit_offsets_out,
                                  int64_t *points_out,
                                  int32_t *reasons_out,
                                  struct kenpo_member_fault *fault_out);

/**
 * The key under which a name of at most 256 bytes of UTF-8 is looked up, version 1: the `match_key` of `name.check`.
 * Two names with one key are candidates, not the same name. Nothing is allocated.
 *
 * `key_out` receives `*key_len_out` bytes of UTF-8 and no NUL. A key is never longer than its name, so that `text_len`
 * bytes are always enough.
 *
 * Required of the caller:
 * `text` is valid for `text_len` bytes; `key_out` for `key_cap` bytes, `key_len_out` for a write, and they overlap nothing.
 */
kenpo_status kenpo_match_key(const char *text,
                             size_t text_len,
                             char *key_out,
                             size_t key_cap,
                             size_t *key_len_out);

/**
 * The keys under which names are looked up, version 1: `kenpo_match_key` of many. Nothing is allocated.
 *
 * A name lies in `texts` from its offset up to the next: `text_offsets` has `count` + 1 of them. What lies before the first and from the
 * last on is not read, so that a part of the names is a part of these offsets. `keys_out` receives the keys one after the other,
 * `key_offsets_out` the `count` + 1 offsets into them, the first of which is 0. A key is never longer than its name: there is room
 * for as many bytes as the offsets span, otherwise the status is `KENPO_ERR_BUFFER_TOO_SMALL`. Without a name any array may be NULL.
 *
 * A name of more than 256 bytes is `KENPO_ERR_TOO_LARGE`. One that is not UTF-8 is `KENPO_ERR_INVALID_REQUEST`, and so are offsets that
 * descend or leave the texts. Then what was written into the arrays means nothing, and `*fault_out` has the row at fault, from 0.
 * `fault_out` may be NULL; after any other status it is as it was.
 *
 * Required of the caller:
 * The arrays are valid for their lengths; the outputs for writes and overlap nothing.
 */
kenpo_status kenpo_match_keys(const char *texts,
                              size_t texts_len,
                              const int64_t *text_offsets,
                              size_t count,
                              char *keys_out,
                              size_t keys_cap,
                              int64_t *key_offsets_out,
                              int64_t *fault_out);

/**
 * Whether each person may use a service at an instant: the short way of `eligibility.check`. `reasons_out` receives one
 * reason for each, 0 for who may, otherwise the number of the first reason against it (see docs/messages.md); a row
 * with a date that the calendar does not have gives `not_a_date`. Nothing is allocated.
 * `KENPO_ERR_UNSUPPORTED` where the programme asks for what a row does not hold (a device, circumstances, facts, a sex,
 * whom terms are for, other uses than one a fiscal year): ask `eligibility.check`.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `people` for `count` rows, `reasons_out` for
 * `count` bytes that overlap nothing.
 */
kenpo_status kenpo_eligibility_reasons(const struct kenpo_programme *programme,
                                       const char *service,
                                       size_t service_len,
                                       const struct kenpo_person *people,
                                       size_t count,
                                       uint8_t *reasons_out);

/**
 * The state of each slot for a person at an instant, in Unix seconds: the short way of `booking.slots`. `states_out`
 * receives for each 1 where it is booked, 2 outside the booking period, 3 where it is full, 4 where it is free, and 0 for
 * a row that does not describe a slot. Nothing is allocated. `KENPO_ERR_UNSUPPORTED` where booking opens or closes hours
 * before a slot's time of day, or has a waiting list: ask `booking.slots`.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `slots` for `count` rows, `states_out` for `count`
 * bytes that overlap nothing.
 */
kenpo_status kenpo_slot_states(const struct kenpo_programme *programme,
                               const char *service,
                               size_t service_len,
                               int64_t now,
                               const struct kenpo_slot *slots,
                               size_t count,
                               uint8_t *states_out);

/**
 * What a programme pays back of a cost in yen on a day, whoever claims: the short way of `subsidy.claim`.
 * `KENPO_ERR_NOT_IN_EFFECT` where it has no subsidy on the service on that day, `KENPO_ERR_INVALID_REQUEST` for a cost
 * above the highest that it holds for no slip, `KENPO_ERR_UNSUPPORTED` where the amount depends on the person: ask
 * `subsidy.claim`.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `yen_out` for a write.
 */
kenpo_status kenpo_subsidy_yen(const struct kenpo_programme *programme,
                               const char *service,
                               size_t service_len,
                               int32_t on_ymd,
                               int64_t cost_yen,
                               int64_t *yen_out);

/**
 * What a programme pays back of each cost in yen on a day, whoever claims: `kenpo_subsidy_yen` of many. `yen_out` receives
 * the yen for each, -1 for a cost that is negative or above the highest that the programme holds for no slip. Nothing is
 * allocated. `KENPO_ERR_NOT_IN_EFFECT` where it has no subsidy on the service on that day, `KENPO_ERR_UNSUPPORTED` where
 * the amount depends on the person.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `costs_yen` for `count` numbers, `yen_out` for
 * `count` numbers that overlap nothing.
 */
kenpo_status kenpo_subsidies_yen(const struct kenpo_programme *programme,
                                 const char *service,
                                 size_t service_len,
                                 int32_t on_ymd,
                                 const int32_t *costs_yen,
                                 size_t count,
                                 int32_t *yen_out);

/**
 * A deadline of a slot's date, `which` being one of `KENPO_BOOKING_*`: the short way of `booking.deadlines`.
 * `*instant_out` receives the instant in Unix seconds, `*last_ymd_out` the last day that a display should name, YYYYMMDD.
 * `KENPO_ERR_NOT_IN_EFFECT` where the date has no such deadline, or none within the calendar, `KENPO_ERR_UNSUPPORTED` where the deadline is
 * counted in hours before the slot's time of day: ask `booking.deadlines`.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length; the outputs are valid for a write.
 */
kenpo_status kenpo_booking_deadline(const struct kenpo_programme *programme,
                                    const char *service,
                                    size_t service_len,
                                    int32_t which,
                                    int32_t date_ymd,
                                    int64_t *instant_out,
                                    int32_t *last_ymd_out);

/**
 * A deadline of each date, YYYYMMDD, `which` being one of `KENPO_BOOKING_*`: `kenpo_booking_deadline` of many. `instants_out`
 * receives the instants in Unix seconds, `last_ymds_out` the last days that a display should name, YYYYMMDD. A date that has no
 * such deadline, or none within the calendar, has the last day 0, a number that the calendar does not have as a date -1; both have the
 * instant 0. Nothing is allocated. `KENPO_ERR_UNSUPPORTED` where the deadline of one of the dates is counted in hours before the
 * slot's time of day: ask `booking.deadlines`. What was written into the arrays then means nothing.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `dates_ymd` for `count` numbers, the outputs for `count` numbers
 * each that overlap nothing.
 */
kenpo_status kenpo_slot_deadlines(const struct kenpo_programme *programme,
                                  const char *service,
                                  size_t service_len,
                                  int32_t which,
                                  const int32_t *dates_ymd,
                                  size_t count,
                                  int64_t *instants_out,
                                  int32_t *last_ymds_out);
