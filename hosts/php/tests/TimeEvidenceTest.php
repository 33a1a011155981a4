<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use DateTimeImmutable;
use Kenpo\Kenpo;
use Kenpo\Types\Beacon;
use Kenpo\Types\BeaconKind;
use Kenpo\Types\DrawRequest;
use Kenpo\Types\EnterRequest;
use Kenpo\Types\FreezeRequest;
use Kenpo\Types\Holder;
use Kenpo\Types\Outcome;
use Kenpo\Types\Prize;
use Kenpo\Types\Proof;
use Kenpo\Types\VerifyRequest;
use PHPUnit\Framework\TestCase;

// Debian's php-phpseclib3, on PHP's include path.
require_once 'phpseclib3/autoload.php';

/** Tokens over the draw hash, made for the test by an authority that nobody trusts. */
final class TimeEvidenceTest extends TestCase
{
    /**
     * Proofs of small draws at these times, each with its token; and tokens with the content of the first, signed as `make.sh` says.
     *
     * @return array{list<Proof>, array<string, string>}
     */
    private static function stamped(string ...$times): array
    {
        $hashes = $requests = [];
        foreach ($times as $time) {
            $draw = new DateTimeImmutable($time);
            $holders = [new Holder('m-1', 2), new Holder('m-2', 1)];
            $entries = Kenpo::lotteryEnter(new EnterRequest('kkr-2022-06', str_repeat('07', 32), $holders))->answer->verdict->entries;
            $beacon = new Beacon(BeaconKind::PublicText, 'Example');
            $frozen = Kenpo::lotteryFreeze(new FreezeRequest(
                'kkr-2022-06', $draw->modify('-2 days')->format('c'), $draw->format('c'), $beacon, $entries, [new Prize('kkr_coupon', 1)], 1, 1,
            ))->answer->verdict;
            $hashes[] = $frozen->drawHash;
            $requests[] = fn (string $token): DrawRequest => new DrawRequest($frozen->manifest, $entries, publicText: '1./', timeEvidence: $token);
        }
        $folder = sys_get_temp_dir() . '/kenpo-timestamp-' . bin2hex(random_bytes(8));
        try {
            [$code, $said] = Project::execute([Project::root() . '/tests/timestamp/make.sh', $folder, ...$hashes]);
            self::assertSame(0, $code, $said);
            $read = fn (string $name): string => bin2hex((string) file_get_contents("$folder/$name.tst"));
            $tokens = array_map($read, $hashes);
            $again = ['resigned', 'unnamed', 'renamed', 'other_use', 'two_uses', 'not_critical', 'earlier', 'two_signers', 'other_content', 'other_hash'];
            $again = array_combine($again, array_map($read, $again));
        } finally {
            array_map('unlink', glob("$folder/*") ?: []);
            rmdir($folder);
        }
        $proof = fn (callable $request, string $token): Proof => Kenpo::lotteryDraw($request($token))->answer->verdict->proof;
        return [array_map($proof, $requests, $tokens), $again];
    }

    private static function reason(?string $token, Proof $proof, ?string $drawTime = null): string
    {
        return TimeEvidence::check($token, $proof->manifestBytes, new DateTimeImmutable($drawTime ?? $proof->manifest->drawTime))->reason();
    }

    public function testATokenOverTheDrawHash(): void
    {
        [[$ahead, $over], $again] = self::stamped('+1 day', '-1 minute');
        $verdict = Kenpo::lotteryVerify(new VerifyRequest($ahead))->answer->verdict;
        self::assertSame(['accepted', 'present'], [$verdict->reason->value, $verdict->timeEvidence->value]);

        $found = TimeEvidence::of($ahead);
        $held = [Outcome::Pass, Outcome::Pass, Outcome::Pass, Outcome::NotEvaluated];
        self::assertSame(['accepted', $held], [$found->reason(), array_values($found->steps)]);
        self::assertNotNull($found->certificate);

        self::assertSame('timestamp_time', TimeEvidence::of($over)->reason());
        self::assertSame('timestamp_imprint', self::reason($over->timeEvidence, $ahead));
        // The authority says 1.5001 seconds.
        $time = TimeEvidence::of($over)->time;
        foreach ([0 => 'timestamp_time', 999_000 => 'timestamp_time', 1_500_099 => 'timestamp_time', 1_500_100 => 'accepted'] as $after => $reason) {
            self::assertSame($reason, self::reason($over->timeEvidence, $over, $time?->modify("+$after usec")->format('Y-m-d\TH:i:s.uP')));
        }

        foreach ($again as $name => $other) {
            $expected = ['resigned' => 'accepted', 'other_hash' => 'timestamp_imprint'][$name] ?? 'timestamp_token';
            self::assertSame($expected, self::reason($other, $ahead), $name);
        }

        $token = (string) hex2bin((string) $ahead->timeEvidence);
        $imprint = (int) strpos($token, (string) hex2bin($ahead->drawHash));
        foreach ([...range($imprint - 30, $imprint + 49, 4), ...range(strlen($token) - 40, strlen($token) - 1, 4)] as $place) {
            $changed = $token;
            $changed[$place] = chr(ord($changed[$place]) ^ 1);
            self::assertSame('timestamp_token', self::reason(bin2hex($changed), $ahead), "byte $place");
        }
        $text = bin2hex($token);
        foreach (['', '00', '3000', $ahead->drawHash, substr($text, 2), substr($text, 0, -2), "{$text}00", "{$text}0", 'x'] as $other) {
            $steps = TimeEvidence::check($other, $ahead->manifestBytes, new DateTimeImmutable('+1 day'))->steps;
            self::assertSame([Outcome::Fail, ...array_fill(0, 3, Outcome::NotEvaluated)], array_values($steps));
        }
    }

    public function testNoToken(): void
    {
        [[$proof]] = self::stamped('+1 day');
        $without = Proof::fromArray(array_diff_key((array) json_decode((string) json_encode($proof), true), ['time_evidence' => null]));
        self::assertSame('none', Kenpo::lotteryVerify(new VerifyRequest($without))->answer->verdict->timeEvidence->value);
        self::assertSame(array_fill(0, 4, Outcome::NotEvaluated), array_values(TimeEvidence::of($without)->steps));
    }
}
