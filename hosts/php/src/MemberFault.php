<?php

declare(strict_types=1);

namespace Kenpo;

/** The row at fault of `Programme::membersAccrue`, by its place in its column, from 0; -1 where the fault is not of such a row. */
final class MemberFault
{
    /**
     * @param int $member   the first member at fault
     * @param int $delivery the delivery, among those of all members
     * @param int $record   the record, among those of all members
     * @param int $credited the credit given, among those of all members
     */
    public function __construct(
        #[\SensitiveParameter] public readonly int $member,
        #[\SensitiveParameter] public readonly int $delivery,
        #[\SensitiveParameter] public readonly int $record,
        #[\SensitiveParameter] public readonly int $credited,
    ) {
    }
}
