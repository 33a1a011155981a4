package io.github.kenpo;

/** Which deadline of a slot's date is asked for. */
public enum DeadlineKind {
    /** Until when the slot is booked. */
    CLOSES(1),
    /** Until when a booking is changed. */
    CHANGE(2),
    /** Until when a booking is cancelled. */
    CANCEL(3);

    final int number;

    DeadlineKind(int number) {
        this.number = number;
    }
}
