/* Compiled as every C from C99 and every C++ from C++11 on: the header alone, and the layouts it promises. */
#include <kenpo.h>

typedef char buf_is_pointer_and_length[sizeof(kenpo_buf) == sizeof(void *) + sizeof(size_t) ? 1 : -1];
typedef char step_day_is_16_bytes[sizeof(kenpo_step_day) == 16 ? 1 : -1];
typedef char credit_is_32_bytes[sizeof(kenpo_credit) == 32 ? 1 : -1];
typedef char person_is_32_bytes[sizeof(kenpo_person) == 32 ? 1 : -1];
typedef char slot_is_16_bytes[sizeof(kenpo_slot) == 16 ? 1 : -1];
/* The numbers that people are kept under, by what JSON calls them: a caller's file has these. */
typedef char relations_keep_their_numbers[KENPO_RELATION_INSURED == 0 && KENPO_RELATION_DEPENDANT == 1 &&
                                                  KENPO_RELATION_VOLUNTARY == 2 && KENPO_RELATION_SPECIAL_RETIREE == 3 &&
                                                  KENPO_RELATION_SPECIAL_RETIREE_DEPENDANT == 4 &&
                                                  KENPO_RELATION_SPOUSE == 5
                                              ? 1
                                              : -1];
typedef char status_is_4_bytes[sizeof(kenpo_status) == 4 ? 1 : -1];

int main(void) {
    kenpo_buf empty = KENPO_BUF_INIT;
    kenpo_buf_free(&empty);
    kenpo_programme_free(NULL);
    return kenpo_abi_version() == KENPO_ABI_VERSION && kenpo_status_name(KENPO_OK) != NULL ? 0 : 1;
}
