<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Internal\Fields;
use Kenpo\Internal\Json;
use Kenpo\Types\ProgrammeRef;

/**
 * An answer, and who gave it: with the library's version and the programme's digest a decision can be repeated later.
 *
 * @template-covariant T of \JsonSerializable
 */
final class Answered implements \JsonSerializable
{
    /**
     * @param string            $kenpo     the library's version
     * @param T                 $answer    what was answered
     * @param ProgrammeRef|null $programme the programme that was read, where the operation reads one
     */
    public function __construct(
        #[\SensitiveParameter] public readonly string $kenpo,
        #[\SensitiveParameter] public readonly \JsonSerializable $answer,
        #[\SensitiveParameter] public readonly ?ProgrammeRef $programme = null,
    ) {
    }

    /**
     * @template A of \JsonSerializable
     *
     * @param \Closure(array<mixed>): A $answer
     *
     * @return self<A>
     */
    public static function decode(#[\SensitiveParameter] string $json, #[\SensitiveParameter] \Closure $answer): self
    {
        $data = Json::decode($json);

        return new self(
            kenpo: Fields::text($data, 'kenpo'),
            answer: Fields::object($data, 'answer', $answer),
            programme: Fields::objectOrNull($data, 'programme', ProgrammeRef::fromArray(...)),
        );
    }

    /** The JSON that the library answered, byte for byte. */
    public function toJson(): string
    {
        return Json::encode($this);
    }

    public function jsonSerialize(): object
    {
        return Fields::present(['kenpo' => $this->kenpo, 'programme' => $this->programme, 'answer' => $this->answer]);
    }
}
