<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use DateTimeImmutable;
use DateTimeInterface;
use Kenpo\Types\Outcome;
use Kenpo\Types\Proof;
use phpseclib3\File\ASN1;
use phpseclib3\File\ASN1\Maps\AlgorithmIdentifier;
use phpseclib3\File\X509;

/**
 * What an RFC 3161 token over a draw hash shows without a list of trusted authorities, by phpseclib 3 and PHP's extension openssl. An example to be
 * copied: the package itself depends on neither. The steps are those of docs/rules/lottery.md.
 */
final class TimeEvidence
{
    private const SIGNED_DATA = '1.2.840.113549.1.7.2';
    private const TST_INFO = '1.2.840.113549.1.9.16.1.4';
    private const SHA_256 = '2.16.840.1.101.3.4.2.1';

    /** The attributes that name the signer's certificate by its hash, of RFC 2634 and of RFC 5035, with the hash where none is named. */
    private const SIGNING_CERTIFICATE = ['1.2.840.113549.1.9.16.2.12' => 'sha1', '1.2.840.113549.1.9.16.2.47' => 'sha256'];

    /** @var array<string, string> Hashes by their object identifiers. */
    private const HASHES = [self::SHA_256 => 'sha256', '2.16.840.1.101.3.4.2.2' => 'sha384', '2.16.840.1.101.3.4.2.3' => 'sha512'];

    /** @param array<string, Outcome> $steps every step, in order */
    private function __construct(
        public readonly array $steps,
        /** The token's time, where it could be read. */
        public readonly ?DateTimeImmutable $time = null,
        /** The certificate under which it is signed, PEM, where the first step holds. Whose it is stays to be seen. */
        public readonly ?string $certificate = null,
    ) {
    }

    /** The first step that failed; `accepted` where none did. */
    public function reason(): string
    {
        $failed = array_keys(array_filter($this->steps, fn (Outcome $outcome): bool => $outcome === Outcome::Fail));
        return $failed[0] ?? 'accepted';
    }

    /** Checks the token of a proof. What `lottery.verify` says is shown with it: neither is enough alone. */
    public static function of(Proof $proof): self
    {
        return self::check($proof->timeEvidence, $proof->manifestBytes, new DateTimeImmutable($proof->manifest->drawTime));
    }

    /** Checks a token, of which there is none where it is null, over the manifest's bytes, both hexadecimal. */
    public static function check(?string $token, string $manifestBytes, DateTimeImmutable $drawTime): self
    {
        if ($token === null) {
            return new self(self::steps());
        }
        $der = preg_match('/^(?:[0-9a-f]{2})+$/i', $token) === 1 ? (string) hex2bin($token) : '';
        $read = self::read($der);
        if ($read === null) {
            return new self(self::steps(Outcome::Fail));
        }
        [$info, $attributes] = $read;
        $certificate = self::signer($der, $attributes, $info['time']);
        $imprinted = $info['algorithm'] === self::SHA_256
            && $info['imprint'] === hash('sha256', (string) hex2bin($manifestBytes), true);
        $late = self::micros($info['time']) + $info['accuracy'] > self::micros($drawTime);
        $steps = self::steps(self::held($certificate !== null), self::held($imprinted), self::held(!$late));
        return new self($steps, $info['time'], $certificate);
    }

    /** @return array<string, Outcome> */
    private static function steps(Outcome ...$outcomes): array
    {
        $names = ['timestamp_token', 'timestamp_imprint', 'timestamp_time', 'timestamp_authority'];
        return array_combine($names, array_pad($outcomes, 4, Outcome::NotEvaluated));
    }

    private static function held(bool $stands): Outcome
    {
        return $stands ? Outcome::Pass : Outcome::Fail;
    }

    private static function micros(DateTimeImmutable $time): int
    {
        return $time->getTimestamp() * 1_000_000 + (int) $time->format('u');
    }

    /**
     * What a token holds and the attributes that are signed, where it is one and nothing follows it.
     *
     * @return array{array{algorithm: string, imprint: string, time: DateTimeImmutable, accuracy: int}, array<string, array<mixed>>}|null
     */
    private static function read(string $der): ?array
    {
        $token = ASN1::decodeBER($der)[0] ?? null;
        if ($token === null || $token['length'] !== strlen($der)) {
            return null;
        }
        $signed = $token['content'][1]['content'][0]['content'] ?? null;
        $content = $signed[2]['content'] ?? null;
        $types = [$token['content'][0]['content'] ?? null, $content[0]['content'] ?? null];
        $signers = is_array($signed) ? end($signed)['content'] : null;
        if ($types !== [self::SIGNED_DATA, self::TST_INFO] || !is_array($signers) || count($signers) !== 1) {
            return null;
        }
        $info = self::info((string) ($content[1]['content'][0]['content'] ?? ''));
        $attributes = [];
        foreach ($signers[0]['content'] as $element) {
            // The signed ones have the tag [0].
            foreach (($element['constant'] ?? null) === 0 ? $element['content'] : [] as $attribute) {
                $attributes[(string) $attribute['content'][0]['content']] = $attribute['content'][1]['content'][0];
            }
        }
        return $info === null ? null : [$info, $attributes];
    }

    /** @return array{algorithm: string, imprint: string, time: DateTimeImmutable, accuracy: int}|null */
    private static function info(string $der): ?array
    {
        $number = ['type' => ASN1::TYPE_INTEGER, 'optional' => true];
        $any = ['type' => ASN1::TYPE_ANY, 'optional' => true];
        $imprint = ['hashAlgorithm' => AlgorithmIdentifier::MAP, 'hashedMessage' => ['type' => ASN1::TYPE_OCTET_STRING]];
        $accuracy = ['seconds' => $number, 'millis' => [...$number, 'constant' => 0, 'implicit' => true], 'micros' => [...$number, 'constant' => 1, 'implicit' => true]];
        $map = ['type' => ASN1::TYPE_SEQUENCE, 'children' => [
            'version' => ['type' => ASN1::TYPE_INTEGER],
            'policy' => ['type' => ASN1::TYPE_OBJECT_IDENTIFIER],
            'messageImprint' => ['type' => ASN1::TYPE_SEQUENCE, 'children' => $imprint],
            'serialNumber' => ['type' => ASN1::TYPE_INTEGER],
            'genTime' => ['type' => ASN1::TYPE_GENERALIZED_TIME],
            'accuracy' => ['type' => ASN1::TYPE_SEQUENCE, 'optional' => true, 'children' => $accuracy],
            'ordering' => ['type' => ASN1::TYPE_BOOLEAN, 'optional' => true],
            'nonce' => $number,
            'tsa' => [...$any, 'constant' => 0, 'explicit' => true],
            'extensions' => [...$any, 'constant' => 1, 'implicit' => true],
        ]];
        $decoded = ASN1::decodeBER($der)[0] ?? null;
        $found = $decoded === null ? null : ASN1::asn1map($decoded, $map);
        // The map's own time has no fraction of a second.
        $time = $decoded['content'][4]['content'] ?? null;
        if (!is_array($found) || !$time instanceof DateTimeInterface) {
            return null;
        }
        $part = fn (string $name): int => (int) (string) ($found['accuracy'][$name] ?? 0);
        return [
            'algorithm' => (string) ASN1::getOID($found['messageImprint']['hashAlgorithm']['algorithm']),
            'imprint' => (string) $found['messageImprint']['hashedMessage'],
            'time' => DateTimeImmutable::createFromInterface($time),
            'accuracy' => $part('seconds') * 1_000_000 + $part('millis') * 1_000 + $part('micros'),
        ];
    }

    /**
     * The certificate that the token carries and is signed under, where it is one for time stamps, in force at the time, and the one that the
     * signature names.
     *
     * @param array<string, array<mixed>> $attributes
     */
    private static function signer(string $der, array $attributes, DateTimeImmutable $time): ?string
    {
        $files = array_map(fn (): string => (string) tempnam(sys_get_temp_dir(), 'kenpo-token-'), range(1, 3));
        try {
            [$token, $certificates, $content] = $files;
            file_put_contents($token, $der);
            $flags = OPENSSL_CMS_NOVERIFY | OPENSSL_CMS_BINARY;
            if (openssl_cms_verify($token, $flags, $certificates, [], null, $content, null, null, OPENSSL_ENCODING_DER) !== true) {
                return null;
            }
            $pem = (string) file_get_contents($certificates);
        } finally {
            array_map('unlink', $files);
        }
        $x509 = new X509();
        $read = $x509->loadX509($pem);
        if (!is_array($read) || ($attributes['1.2.840.113549.1.9.3']['content'] ?? null) !== self::TST_INFO) {
            return null;
        }
        $usages = array_values(array_filter($read['tbsCertificate']['extensions'] ?? [], fn (array $e): bool => $e['extnId'] === 'id-ce-extKeyUsage'));
        $ownUse = ($usages[0]['critical'] ?? false) && ($usages[0]['extnValue'] ?? null) === ['id-kp-timeStamping'];
        $dates = openssl_x509_parse($pem);
        $inForce = is_array($dates) && $dates['validFrom_time_t'] <= $time->getTimestamp() && $time->getTimestamp() <= $dates['validTo_time_t'];
        return $ownUse && $inForce && self::names($attributes, $x509->saveX509($read, X509::FORMAT_DER)) ? $pem : null;
    }

    /**
     * Whether the signature covers the hash of this certificate, as RFC 3161 §2.4.2 asks.
     *
     * @param array<string, array<mixed>> $attributes
     */
    private static function names(array $attributes, string $certificate): bool
    {
        foreach (array_intersect_key(self::SIGNING_CERTIFICATE, $attributes) as $oid => $hash) {
            $id = $attributes[$oid]['content'][0]['content'][0]['content'] ?? [];
            // An algorithm may stand before the hash.
            if (($id[0]['type'] ?? null) === ASN1::TYPE_SEQUENCE) {
                $hash = self::HASHES[(string) $id[0]['content'][0]['content']] ?? null;
                array_shift($id);
            }
            return $hash !== null && hash_equals(hash($hash, $certificate, true), (string) ($id[0]['content'] ?? ''));
        }
        return false;
    }
}
