package io.github.kenpo;

/**
 * The row at fault of {@link Programme#membersAccrue}, by its place in its column, from 0; -1 where the fault is not of such a
 * row.
 *
 * @param member The first member at fault.
 * @param delivery The delivery, among those of all members.
 * @param record The record, among those of all members.
 * @param credited The credit given, among those of all members.
 */
public record MemberFault(int member, int delivery, int record, int credited) {}
