package io.github.kenpo;

/**
 * A day's steps from a linked source.
 *
 * @param walkedYmd The day walked, YYYYMMDD.
 * @param steps Steps of the whole day, 0 to 2<sup>53</sup> − 1.
 */
public record StepDay(int walkedYmd, long steps) {}
