<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Message;
use Kenpo\Messages;
use Kenpo\Types\{Check, ErrorCode, Fault, Outcome, Reason, ValueRead};
use PHPUnit\Framework\TestCase;

final class MessagesTest extends TestCase
{
    /** Every form of every code, against the catalogue. */
    public function testEveryCodeHasItsMessage(): void
    {
        $catalogue = json_decode((string) file_get_contents(Project::root() . '/messages/messages.json'), true);
        foreach (['en', 'ja'] as $language) {
            foreach ([['reasons', Reason::class], ['errors', ErrorCode::class]] as [$list, $codes]) {
                self::assertCount(count($codes::cases()), $catalogue[$list]);
                foreach ($catalogue[$list] as $entry) {
                    $message = $codes::from($entry['code'])->message($language);
                    self::assertEquals(new Message(...$entry[$language]), $message, $entry['code']);
                }
            }
        }
        self::assertSame('ポイントの上限に達しているため、付与はありません。', (string) Reason::CapReached->message('ja'));
    }

    public function testACheckFillsInItsValues(): void
    {
        $until = '2024-02-01T10:30:00+09:00';
        $check = new Check('KRK-09', Reason::Locked, Outcome::Fail, [new ValueRead('until', $until)]);
        $operator = Reason::Locked->message('en')->operator;
        self::assertSame(str_replace('{until}', $until, $operator), Messages::explain($check, 'en')->operator);
        self::assertStringContainsString($until, Messages::explain($check, 'en')->operator);

        // What the check does not say stays as it is.
        $silent = new Check('KRK-09', Reason::Locked, Outcome::Fail);
        self::assertEquals(Reason::Locked->message('ja'), Messages::explain($silent, 'ja'));
    }

    public function testAFaultIsToldInOneText(): void
    {
        $cases = json_decode((string) file_get_contents(Project::root() . '/tests/faults.json'), true);
        foreach ($cases as ['id' => $id, 'fault' => $fault, 'en' => $english, 'ja' => $japanese]) {
            if ($english === null) {
                // A code that this version does not know is none of its choices.
                self::assertNull(ErrorCode::tryFrom($fault['code']), $id);
                continue;
            }
            self::assertSame($english, Messages::explainFault(Fault::fromArray($fault), 'en'), $id);
            self::assertSame($japanese, Messages::explainFault(Fault::fromArray($fault), 'ja'), $id);
        }
        $this->expectException(\ValueError::class);
        Messages::explainFault(Fault::fromArray($cases[0]['fault']), 'fr');
    }

    public function testAnotherLanguage(): void
    {
        $this->expectException(\ValueError::class);
        Reason::Locked->message('fr');
    }
}
