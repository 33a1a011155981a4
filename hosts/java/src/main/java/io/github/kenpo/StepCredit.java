package io.github.kenpo;

/**
 * What was earned and paid for a day. Stored by the host and given back with the next call.
 *
 * @param walkedYmd The day walked, YYYYMMDD.
 * @param syncedYmd The day on which the record arrived, YYYYMMDD.
 * @param earned Points earned before caps, 0 to 2<sup>53</sup> − 1.
 * @param points Points paid, 0 to 2<sup>53</sup> − 1.
 */
public record StepCredit(int walkedYmd, int syncedYmd, long earned, long points) {}
