<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Types\Relation;

/** People for `Programme::eligibilityReasons`, packed row after row. */
final class PersonColumn implements \Countable
{
    private string $rows = '';
    private int $count = 0;

    /**
     * Adds a person. Dates are written YYYYMMDD; what is no date gives `not_a_date`.
     *
     * @param int $at             the instant of the service, Unix seconds
     * @param int $bornYmd        the date of birth
     * @param int $insuredFromYmd 資格取得日: the first day of entitlement
     * @param int $lostOnYmd      資格喪失日: the first day without entitlement; 0 while it lasts
     * @param int $usedOnYmd      the day of the last use that counts against the fiscal year's one; 0 for none
     */
    public function add(
        #[\SensitiveParameter] int $at,
        #[\SensitiveParameter] int $bornYmd,
        #[\SensitiveParameter] int $insuredFromYmd,
        #[\SensitiveParameter] Relation $relation,
        #[\SensitiveParameter] int $lostOnYmd = 0,
        #[\SensitiveParameter] int $usedOnYmd = 0,
    ): self {
        $number = match ($relation) {
            Relation::Insured => 0,
            Relation::Dependant => 1,
            Relation::Voluntary => 2,
            Relation::SpecialRetiree => 3,
            Relation::SpecialRetireeDependant => 4,
            Relation::Spouse => 5,
        };
        $this->rows .= pack(
            'ql4Cx7',
            $at,
            Native::fits($bornYmd),
            Native::fits($insuredFromYmd),
            Native::fits($lostOnYmd),
            Native::fits($usedOnYmd),
            $number,
        );
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
     * @return string 32 bytes a row
     */
    public function packed(): string
    {
        return $this->rows;
    }
}
