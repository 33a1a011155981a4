<?php

declare(strict_types=1);

namespace Kenpo;

/** Slots for `Programme::slotStates`, packed row after row. */
final class SlotColumn implements \Countable
{
    private string $rows = '';
    private int $count = 0;

    /**
     * Adds a slot.
     *
     * @param int  $dateYmd   its date, YYYYMMDD
     * @param int  $capacity  places in all
     * @param int  $taken     places taken
     * @param bool $booked    whether the person has booked it
     * @param bool $cancelled whether the organiser has cancelled it
     *
     * @throws \InvalidArgumentException if a number of places is below 0 or above 2^32 − 1
     */
    public function add(
        #[\SensitiveParameter] int $dateYmd,
        #[\SensitiveParameter] int $capacity,
        #[\SensitiveParameter] int $taken,
        #[\SensitiveParameter] bool $booked = false,
        #[\SensitiveParameter] bool $cancelled = false,
    ): self {
        if (min($capacity, $taken) < 0 || max($capacity, $taken) > 0xFFFF_FFFF) {
            throw new \InvalidArgumentException('places are 0 to 2^32 − 1');
        }
        $this->rows .= pack('lL2C2x2', Native::fits($dateYmd), $capacity, $taken, (int) $booked, (int) $cancelled);
        ++$this->count;

        return $this;
    }

    public function count(): int
    {
        return $this->count;
    }

    /**
     * @internal
     *
     * @return string 16 bytes a row
     */
    public function packed(): string
    {
        return $this->rows;
    }
}
