/* What the parts of the vector runner share. */
#ifndef VECTORS_H
#define VECTORS_H

#include <jansson.h>
#include <kenpo.h>

/* Ends the program: the vectors, or what they stand on, cannot be used. */
void give_up(const char *where, const char *what);

/* Learns the numbers of the reasons from the contract's schema. */
void twins_init(const json_t *contract);

/* Learns the places of the rules from a programme's document. */
void twins_programme(json_t *document);

/* Asks the typed lane what `answer`, of status 0, says already. What is returned is a fault, or NULL. */
const char *twin_fault(const char *operation, const kenpo_programme *programme, const json_t *request,
                       const json_t *answer);

/* The same for people, slots, deadlines and subsidies. */
const char *column_twin_fault(const char *operation, const kenpo_programme *programme, const json_t *request,
                              const json_t *verdict);

/* Asks the request with a mark in the place of each of its parts. A fault is an error that holds it. */
const char *marker_fault(const char *operation, const kenpo_programme *programme, const json_t *request);

/* The same for one of the documents. */
const char *document_marker_fault(const char *path, const json_t *document);

/* Whether there was enough to see, at the end. */
const char *sweep_fault(void);

/* The number of a reason's name; 0 for accepted, -1 for none. */
int32_t number_of(const json_t *name);

/* The date at the beginning of a text, as YYYYMMDD; 0 for none. */
int32_t ymd(const json_t *text);

int is(const json_t *text, const char *expected);

/* Zeros for so many elements, and for one more. */
void *room(size_t count, size_t size);

#endif
