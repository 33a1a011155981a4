<?php

declare(strict_types=1);

namespace Kenpo;

/** What was earned and paid for a day under a rule. Stored by the host and given back with the next call. */
final class StepCredit
{
    /**
     * @param int $walkedYmd the day walked, YYYYMMDD
     * @param int $syncedYmd the day on which the record arrived, YYYYMMDD
     * @param int $rule      the rule: its place among the programme's `points.rules`, from 0. Of rules of one id it is
     *                       the first, and in what is given any. Places are those of one version of a programme: what
     *                       is stored is the rule's id
     * @param int $earned    points earned before caps, 0 to 2^53 − 1
     * @param int $points    points paid, 0 to 2^53 − 1
     */
    public function __construct(
        #[\SensitiveParameter] public readonly int $walkedYmd,
        #[\SensitiveParameter] public readonly int $syncedYmd,
        #[\SensitiveParameter] public readonly int $rule,
        #[\SensitiveParameter] public readonly int $earned,
        #[\SensitiveParameter] public readonly int $points,
    ) {
    }
}
