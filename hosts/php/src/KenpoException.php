<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Internal\Fields;
use Kenpo\Internal\Json;
use Kenpo\Types\ErrorCode;

/**
 * A call that failed: what was given cannot be used, or the library met a fault. It says what and where, and never
 * holds the value that was wrong. What a rule refuses is no exception but an answer with a reason.
 *
 * `getLine()` is the line of the PHP file that called, as in any exception; `errorLine` is that of the JSON text.
 */
final class KenpoException extends \RuntimeException implements \JsonSerializable
{
    /**
     * @param int         $status      the status of the C ABI; also `getCode()`
     * @param string      $statusName  its name, such as `KENPO_ERR_INVALID_REQUEST`
     * @param string|null $errorCode   what was wrong, such as `date_invalid`; null where the status says all
     * @param string      $errorPath   where, as a JSON Pointer (RFC 6901); empty for the whole input
     * @param int|null    $errorLine   the line of the JSON text, from 1
     * @param int|null    $errorColumn the column of the JSON text, from 1, in Unicode code points
     */
    private function __construct(
        #[\SensitiveParameter] public readonly int $status,
        #[\SensitiveParameter] public readonly string $statusName,
        #[\SensitiveParameter] public readonly ?string $errorCode = null,
        #[\SensitiveParameter] public readonly string $errorPath = '',
        #[\SensitiveParameter] public readonly ?int $errorLine = null,
        #[\SensitiveParameter] public readonly ?int $errorColumn = null,
    ) {
        $message = $statusName;
        if ($errorCode !== null) {
            $message .= ": $errorCode";
        }
        if ($errorPath !== '') {
            $message .= " at $errorPath";
        }
        if ($errorLine !== null && $errorColumn !== null) {
            $message .= " (line $errorLine, column $errorColumn)";
        }
        parent::__construct($message, $status);
    }

    /**
     * @internal
     *
     * @param string $error the error's JSON, or nothing
     */
    public static function of(
        #[\SensitiveParameter] int $status,
        #[\SensitiveParameter] string $statusName,
        #[\SensitiveParameter] string $error = '',
    ): self {
        if ($error === '') {
            return new self($status, $statusName);
        }
        $data = Json::decode($error);

        return new self(
            $status,
            $statusName,
            Fields::text($data, 'code'),
            Fields::text($data, 'path'),
            Fields::integerOrNull($data, 'line'),
            Fields::integerOrNull($data, 'column'),
        );
    }

    /** The code as a case of its enum; null where there is none, or this version of the package knows none. */
    public function knownCode(): ?ErrorCode
    {
        return $this->errorCode === null ? null : ErrorCode::tryFrom($this->errorCode);
    }

    /** The JSON that the library gave, byte for byte. */
    public function toJson(): string
    {
        return Json::encode($this);
    }

    public function jsonSerialize(): object
    {
        return Fields::present([
            'code' => $this->errorCode,
            'path' => $this->errorPath,
            'line' => $this->errorLine,
            'column' => $this->errorColumn,
        ]);
    }
}
