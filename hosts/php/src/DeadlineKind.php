<?php

declare(strict_types=1);

namespace Kenpo;

/** Which deadline of a slot's date is asked for, as the library numbers them. */
enum DeadlineKind: int
{
    /** Until when the slot is booked. */
    case Closes = 1;

    /** Until when a booking is changed. */
    case Change = 2;

    /** Until when a booking is cancelled. */
    case Cancel = 3;
}
