/* What the two halves of the vector runner share. */
#ifndef VECTORS_H
#define VECTORS_H

#include <jansson.h>
#include <kenpo.h>

/* Ends the program: the vectors, or what they stand on, cannot be used. */
void give_up(const char *where, const char *what);

/* Learns the numbers of the reasons from the contract's schema. */
void twins_init(const json_t *contract);

/* Asks the typed lane what `answer`, of status 0, says already. What is returned is a fault, or NULL. */
const char *twin_fault(const char *operation, const kenpo_programme *programme, const json_t *request,
                       const json_t *answer);

#endif
