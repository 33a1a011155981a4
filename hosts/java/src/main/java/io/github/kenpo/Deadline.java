package io.github.kenpo;

/**
 * A deadline of a slot's date.
 *
 * @param at The instant, Unix seconds.
 * @param lastYmd The last day that a display should name, YYYYMMDD.
 */
public record Deadline(long at, int lastYmd) {}
