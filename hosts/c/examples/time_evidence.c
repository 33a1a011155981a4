/*
 * What an RFC 3161 token over a draw hash shows without a list of trusted authorities, by OpenSSL's libcrypto, 3.0 or later. An example to be copied:
 * libkenpo itself does not depend on OpenSSL. The steps are those of docs/rules/lottery.md, and are shown beside those of lottery.verify.
 *
 *     time_evidence TOKEN DRAW_HASH DRAW_TIME
 *
 * TOKEN is a file with the bytes of the proof's time_evidence, DRAW_HASH the hash of the manifest's bytes, hexadecimal, and DRAW_TIME the time of the draw
 * in Unix seconds. Exits with 0 where nothing fails, 1 where something does, and 2 for what cannot be read.
 *
 *     cc time_evidence.c -lcrypto -o time_evidence
 */
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH = 32, LONGEST = 1 << 20 };

enum outcome { OPEN, HOLDS, FAILS };

struct evidence {
    enum outcome token, imprint, time;
};

static enum outcome held(int stands) {
    return stands ? HOLDS : FAILS;
}

static int64_t number(const ASN1_INTEGER *integer) {
    int64_t value = 0;
    /* Whole seconds may be any number; what leaves the range is far after every draw. */
    return integer == NULL || ASN1_INTEGER_get_int64(&value, integer) == 1 ? value : (int64_t)1 << 40;
}

/* The token's time in microseconds since 1970; -1 for none. */
static int64_t time_of(const TS_TST_INFO *info) {
    const ASN1_GENERALIZEDTIME *time = TS_TST_INFO_get_time(info);
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0, seconds = 0;
    int read = time != NULL && epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;
    ASN1_TIME_free(epoch);
    if (!read)
        return -1;
    /* YYYYMMDDhhmmss.ffffffZ: what stands after microseconds is cut off. */
    const unsigned char *digits = ASN1_STRING_get0_data(time);
    int64_t fraction = 0, place = 100000;
    for (int at = 15; at < ASN1_STRING_length(time) && digits[at] >= '0' && digits[at] <= '9'; at++, place /= 10)
        fraction += (digits[at] - '0') * place;
    return (days * (int64_t)86400 + seconds) * 1000000 + fraction;
}

static int64_t accuracy_of(TS_TST_INFO *info) {
    const TS_ACCURACY *accuracy = TS_TST_INFO_get_accuracy(info);
    if (accuracy == NULL)
        return 0;
    return number(TS_ACCURACY_get_seconds(accuracy)) * 1000000 + number(TS_ACCURACY_get_millis(accuracy)) * 1000 +
           number(TS_ACCURACY_get_micros(accuracy));
}

/*
 * Whether the token is signed once, under a certificate that it carries and names, which is for time stamps alone and in force at its time. The
 * certificate is taken for trusted here, for whose it is stays to be seen: compare it with the authority's.
 */
static int is_signed(PKCS7 *token, time_t at) {
    STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
    X509_STORE *store = X509_STORE_new();
    int stands = 0;
    if (signers != NULL && sk_X509_num(signers) == 1 && store != NULL) {
        X509_VERIFY_PARAM *terms = X509_STORE_get0_param(store);
        X509_VERIFY_PARAM_set_time(terms, at);
        stands = X509_VERIFY_PARAM_set_flags(terms, X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
                 X509_STORE_add_cert(store, sk_X509_value(signers, 0)) == 1 &&
                 TS_RESP_verify_signature(token, NULL, store, NULL) == 1;
    }
    X509_STORE_free(store);
    sk_X509_free(signers);
    return stands;
}

static int is_over(TS_TST_INFO *info, const unsigned char draw_hash[HASH]) {
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
    const ASN1_OBJECT *hash = NULL;
    X509_ALGOR_get0(&hash, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
    const ASN1_OCTET_STRING *message = TS_MSG_IMPRINT_get_msg(imprint);
    return OBJ_obj2nid(hash) == NID_sha256 && ASN1_STRING_length(message) == HASH &&
           memcmp(ASN1_STRING_get0_data(message), draw_hash, HASH) == 0;
}

/* Checks a token over a draw hash. */
static struct evidence check(const unsigned char *der, long length, const unsigned char draw_hash[HASH], int64_t draw_time) {
    struct evidence found = {FAILS, OPEN, OPEN};
    const unsigned char *end = der;
    PKCS7 *token = d2i_PKCS7(NULL, &end, length);
    TS_TST_INFO *info = NULL;
    if (token != NULL && end == der + length && PKCS7_type_is_signed(token))
        info = PKCS7_to_TS_TST_INFO(token);
    int64_t at = info == NULL ? -1 : time_of(info);
    if (at >= 0) {
        found.token = held(is_signed(token, (time_t)(at / 1000000)));
        found.imprint = held(is_over(info, draw_hash));
        found.time = held(at + accuracy_of(info) <= draw_time * 1000000);
    }
    TS_TST_INFO_free(info);
    PKCS7_free(token);
    return found;
}

static int show(const char *step, enum outcome outcome) {
    static const char *const SAID[] = {"open", "holds", "FAILS"};
    printf("%-5s  %s\n", SAID[outcome], step);
    return outcome == FAILS;
}

int main(int argc, char **argv) {
    static unsigned char der[LONGEST];
    unsigned char draw_hash[HASH];
    char *end = "-";
    size_t given = 0;
    long long draw_time = argc == 4 ? strtoll(argv[3], &end, 10) : 0;
    FILE *file = argc == 4 ? fopen(argv[1], "rb") : NULL;
    size_t length = file == NULL ? 0 : fread(der, 1, sizeof der, file);
    if (file != NULL)
        fclose(file);
    int read = file != NULL && length < sizeof der && *end == '\0' && draw_time >= 0 && draw_time < (long long)1 << 40;
    if (!read || OPENSSL_hexstr2buf_ex(draw_hash, sizeof draw_hash, &given, argv[2], '\0') != 1 || given != HASH) {
        fprintf(stderr, "time_evidence TOKEN DRAW_HASH DRAW_TIME\n");
        return 2;
    }
    struct evidence found = check(der, (long)length, draw_hash, draw_time);
    int failed = show("timestamp_token", found.token);
    failed |= show("timestamp_imprint", found.imprint);
    failed |= show("timestamp_time", found.time);
    failed |= show("timestamp_authority", OPEN);
    return failed;
}
