<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Kenpo;
use Kenpo\KenpoException;
use Kenpo\LoadException;
use Kenpo\Process;
use Kenpo\ProcessException;
use Kenpo\Programme;
use Kenpo\Types\InsurerNumberRequest;
use Kenpo\Types\Reason;
use PHPUnit\Framework\TestCase;

final class ProcessTest extends TestCase
{
    private const ASKED = '{"insurer_number":"06130488"}';

    /** @var list<string> */
    private array $written = [];

    protected function tearDown(): void
    {
        Kenpo::over(null);
        array_map('unlink', $this->written);
    }

    /** A command that is none of kenpo's. */
    private function script(string $lines): string
    {
        $file = tempnam(sys_get_temp_dir(), 'kenpo');
        file_put_contents($file, "#!/bin/sh\n$lines\n");
        chmod($file, 0o755);

        return $this->written[] = $file;
    }

    /** The number of the process that a process started. */
    private static function child(): int
    {
        $children = trim((string) file_get_contents('/proc/self/task/' . getmypid() . '/children'));

        return (int) $children;
    }

    private static function fault(callable $call): string
    {
        try {
            $call();
        } catch (LoadException|ProcessException $exception) {
            return $exception::class . ': ' . $exception->fault;
        }

        return 'nothing';
    }

    public function testTheSameClassesAnswer(): void
    {
        $library = Kenpo::answer('insurer_number.check', self::ASKED);
        $read = Programme::parse(Project::kkr());
        $process = new Process(Project::command());
        Kenpo::over($process);

        self::assertSame($library, Kenpo::answer('insurer_number.check', self::ASKED));
        self::assertSame($process->version(), Kenpo::version());
        self::assertSame(Reason::Accepted, Kenpo::insurerNumberCheck(new InsurerNumberRequest('06130488'))->answer->verdict->reason);
        $over = Programme::parse(Project::kkr());
        self::assertSame($read->answer('support.hours', '{"now":"2024-02-18T09:00:00+09:00"}'), $over->answer('support.hours', '{"now":"2024-02-18T09:00:00+09:00"}'));
        // One that the library read stays with it.
        self::assertIsInt($read->couponLastDay(20240218));
        $over->close();
        $this->expectException(\LogicException::class);
        $over->answer('support.hours', '{}');
    }

    public function testErrorsAreThoseOfTheLibrary(): void
    {
        $calls = [
            static fn () => Kenpo::answer('insurer_number.check', "{\n \"x\": 1}"),
            static fn () => Kenpo::answer("no\nsuch 1", '{}'),
            static fn () => Kenpo::answer('insurer_number.check', "\xff"),
            static fn () => Kenpo::answer('insurer_number.check', ''),
            static fn () => Kenpo::answer('insurer_number.check', str_repeat(' ', 3_000_000)),
            static fn () => Kenpo::answer('points.accrue', '{}'),
            static fn () => Programme::parse("{\n}"),
            static fn () => Programme::parse(str_repeat(' ', 20_000_000)),
        ];
        $process = new Process(Project::command());
        foreach ($calls as $index => $call) {
            $said = [];
            foreach ([null, $process] as $answering) {
                Kenpo::over($answering);
                try {
                    $call();
                } catch (KenpoException $exception) {
                    $said[] = [$exception->getMessage(), $exception->status, $exception->errorLine === null ? '' : $exception->toJson()];
                }
            }
            self::assertCount(2, $said, "$index");
            self::assertSame($said[0], $said[1], "$index");
        }
    }

    public function testCallsWithoutJsonSayWhatTheyNeed(): void
    {
        Kenpo::over(new Process(Project::command()));
        $programme = Programme::parse(Project::kkr());
        foreach ([
            static fn () => $programme->couponLastDay(20240218),
            static fn () => $programme->subsidiesYen('checkup', 20240218, [1]),
            static fn () => Kenpo::insurerNumberReason('06130488'),
            static fn () => Kenpo::insurerNumberReasons('06130488'),
            static fn () => Kenpo::matchKeys(['A']),
        ] as $call) {
            try {
                $call();
                self::fail('answered');
            } catch (\LogicException $exception) {
                self::assertStringContainsString('need FFI', $exception->getMessage());
            }
        }
    }

    public function testACommandThatIsMissingOrAnother(): void
    {
        $asks = static fn (string $command): string => self::fault(static fn () => (new Process($command, 0.5))->version());

        self::assertStringContainsString('there is no command /nowhere/kenpo', $asks('/nowhere/kenpo'));
        self::assertStringContainsString('there is no command no-such-kenpo', $asks('no-such-kenpo'));
        // A text is a command's name, and never a line of a shell.
        self::assertStringContainsString('there is no command', $asks('true; echo kenpo 9 1'));
        self::assertStringContainsString('version 9.9.9 and answers in form 7; this package is for form 1', $asks($this->script('echo kenpo 9.9.9 7; cat')));
        self::assertStringContainsString('is not kenpo', $asks($this->script('echo hello; cat')));
        self::assertStringContainsString("ended: unrecognized subcommand 'pipe'; is it of another version?", $asks($this->script("echo \"unrecognized subcommand 'pipe'\" >&2; exit 2")));
        self::assertStringContainsString('did not answer within 0.5 seconds', $asks($this->script('exec sleep 20')));
    }

    public function testOneThatDiesIsToldAndTheNextCallStartsAnother(): void
    {
        Kenpo::over(new Process(Project::command()));
        $programme = Programme::parse(Project::kkr());
        $other = Programme::parse((string) file_get_contents(Project::root() . '/programmes/kkr.json'));
        $asks = static fn () => $programme->answer('support.hours', '{"now":"2024-02-18T09:00:00+09:00"}');
        $answer = $asks();
        $first = self::child();
        posix_kill($first, SIGKILL);
        self::assertStringContainsString('ProcessException: ended', self::fault($asks));
        self::assertSame($answer, $asks());
        self::assertNotSame($first, self::child());
        // A programme of the first process is forgotten without a word to the second.
        $other->close();
        self::assertSame($answer, $asks());
    }

    public function testTimeIsBoundedAndWhatIsSaidOfFaultsIsTaken(): void
    {
        // Says more of faults than a pipe holds, takes the request and never answers.
        $loud = $this->script('echo kenpo 1.0.0 1; head -c 300000 /dev/zero | tr "\0" x >&2; cat >/dev/null');
        $began = microtime(true);
        $fault = self::fault(static fn () => (new Process($loud, 0.5))->answer(null, 'x', str_repeat(' ', 1_000_000)));
        self::assertStringContainsString('did not answer within 0.5 seconds, and was ended', $fault);
        self::assertLessThan(1000, strlen($fault));
        self::assertLessThan(10.0, microtime(true) - $began);
        self::assertSame(0, self::child());
    }

    public function testTheProcessEndsWithItsObject(): void
    {
        $process = new Process(Project::command());
        $process->version();
        self::assertGreaterThan(0, self::child());
        unset($process);
        self::assertSame(0, self::child());
    }

    public function testWithoutFfiTheEnvironmentNamesTheCommand(): void
    {
        $code = 'require ' . var_export(dirname(__DIR__) . '/vendor/autoload.php', true)
            . '; extension_loaded("ffi") and exit(3); echo Kenpo\Kenpo::answer("insurer_number.check", $argv[1]);';
        [$exit, $said] = Project::execute([PHP_BINARY, '-n', '-r', $code, self::ASKED], ['KENPO_COMMAND' => Project::command()]);

        self::assertSame([0, Kenpo::answer('insurer_number.check', self::ASKED)], [$exit, $said]);
        $doctor = Project::execute([PHP_BINARY, '-n', dirname(__DIR__) . '/bin/kenpo-doctor'], ['KENPO_COMMAND' => Project::command()]);
        self::assertSame(0, $doctor[0], $doctor[1]);
        self::assertStringContainsString('ok     KENPO_COMMAND', $doctor[1]);
        self::assertSame(1, Project::execute([PHP_BINARY, '-n', dirname(__DIR__) . '/bin/kenpo-doctor'], ['KENPO_COMMAND' => '/nowhere'])[0]);
    }
}
