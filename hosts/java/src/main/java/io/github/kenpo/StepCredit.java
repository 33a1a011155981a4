package io.github.kenpo;

/**
 * What was earned and paid for a day under a rule. Stored by the host and given back with the next call.
 *
 * @param walkedYmd The day walked, YYYYMMDD.
 * @param syncedYmd The day on which the record arrived, YYYYMMDD.
 * @param rule The rule: its place among the programme's {@code points.rules}, from 0. Of rules of one id it is the
 *     first, and in what is given any. Places are those of one version of a programme: what is stored is the rule's id.
 * @param earned Points earned before caps, 0 to 2<sup>53</sup> − 1.
 * @param points Points paid, 0 to 2<sup>53</sup> − 1.
 */
public record StepCredit(int walkedYmd, int syncedYmd, int rule, long earned, long points) {}
