<?php

declare(strict_types=1);

use Kenpo\Programme;
use Kenpo\Types\{Booking, BookingExpect, BookPosting, BookRequest, Person, Slot};

/** Books group check-ups: reads what kenpo is to know, asks, and writes what it answers. */
class BookingDesk
{
    /** Whoever loses a race has been passed by a winner, and places run out: this many in a row is a fault. */
    private const TRIES = 100;

    /** How often another was faster. */
    public int $racesLost = 0;

    public function __construct(protected readonly PDO $db, private readonly Programme $programme)
    {
    }

    public function book(string $id, string $person, string $slot, string $telephone, string $now): BookPosting
    {
        for ($try = 0; $try < self::TRIES; $try++) {
            $request = $this->read($id, $person, $slot, $telephone, $now);
            $answer = $this->programme->bookingBook($request)->answer;
            if ($answer->store === [] || $this->commit($answer)) {
                return $answer;
            }
            $this->racesLost++;
        }
        throw new RuntimeException("booking $id lost every race");
    }

    /** One transaction, and so one moment: else the person's own booking might fill the slot between two queries. */
    private function read(string $id, string $person, string $slot, string $telephone, string $now): BookRequest
    {
        $this->db->beginTransaction();
        $request = new BookRequest(
            now: $now,
            id: $id,
            service: 'group_checkup',
            person: Person::fromArray($this->rows('SELECT * FROM persons WHERE id = ?', $person)[0]),
            slot: Slot::fromArray($this->rows('SELECT * FROM slots WHERE id = ?', $slot)[0]),
            consent: true,
            // The person's own, and whichever has this id: a request key is used once, by anyone.
            bookings: array_map(
                Booking::fromArray(...),
                $this->rows('SELECT * FROM bookings WHERE person = ? OR id = ?', $person, $id),
            ),
            telephone: $telephone,
        );
        $this->db->commit();

        return $request;
    }

    /**
     * Writes all of it, or nothing where something has changed since it was read. It begins with a write: so it waits
     * for whoever writes, and sees what they wrote.
     */
    private function commit(BookPosting $answer): bool
    {
        $this->db->beginTransaction();
        $stored = $this->takePlace($answer->expect);
        foreach ($answer->store as $row) {
            $stored = $stored && $this->store($row);
        }
        $stored ? $this->db->commit() : $this->db->rollBack();

        return $stored;
    }

    /** Takes the place, if the slot is as it was. */
    protected function takePlace(BookingExpect $expect): bool
    {
        return $this->changes(
            'UPDATE slots SET taken = taken + 1, version = version + 1 WHERE id = ? AND taken = ? AND version = ?',
            $expect->slot,
            $expect->taken,
            $expect->version,
        );
    }

    /** Stores the row, if neither its id nor the person's fiscal year is used. */
    private function store(Booking $row): bool
    {
        return $this->changes(
            'INSERT INTO bookings (id, person, service, slot, date, state, at, replaces)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
            $row->id,
            $row->person,
            $row->service,
            $row->slot,
            $row->date,
            $row->state->value,
            $row->at,
            $row->replaces,
        );
    }

    /** Whether a statement changes a row. */
    protected function changes(string $sql, string|int|null ...$values): bool
    {
        $statement = $this->db->prepare($sql);
        $statement->execute($values);

        return $statement->rowCount() === 1;
    }

    /** @return list<array<string, mixed>> */
    private function rows(string $sql, string ...$values): array
    {
        $statement = $this->db->prepare($sql);
        $statement->execute($values);

        return $statement->fetchAll(PDO::FETCH_ASSOC);
    }
}
