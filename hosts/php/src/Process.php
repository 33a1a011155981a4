<?php

declare(strict_types=1);

namespace Kenpo;

use Kenpo\Internal\Kept;

/**
 * A process of the command `kenpo` (`kenpo pipe`), which answers where PHP may not load the library: `ext-ffi` is absent,
 * or off. It is started by the first call, without a shell, answers all further ones and ends with this object, which is
 * the end of a request on a web server. Answers are those of the library, byte for byte; the calls without JSON, columns
 * among them, need the library.
 *
 *     Kenpo::over(new Process('/usr/bin/kenpo'));
 */
final class Process
{
    /** The form of what is asked and answered that this package knows. */
    private const PROTOCOL = 1;

    /** How many bytes of what a process says of its end are kept. */
    private const LAST_WORDS = 500;

    /** How many bytes are read or written at once: what a pipe holds. */
    private const PART = 65_536;

    private readonly string $command;

    /** @var resource|null */
    private $process = null;

    /** @var array<int, resource> its input, its output, and what it says of faults */
    private array $pipes = [];

    /** How many were started: a programme's number belongs to one of them. */
    private int $started = 0;

    /** The process of PHP that started it: one that forked shares the pipes, and must not use them. */
    private int $owner = 0;

    private string $version = '';
    private string $lastWords = '';

    /** What was read of the process and not yet taken. */
    private string $read = '';

    /**
     * Lines that forget programmes, sent with the next call: PHP may destroy a programme in the middle of one.
     *
     * @var list<string>
     */
    private array $forgotten = [];

    /**
     * @param string|null $command the command's file, or a name that PATH has; where it is null, what the environment
     *                             variable `KENPO_COMMAND` names, and else `kenpo`
     * @param float       $seconds how long an answer may take
     *
     * @throws \ValueError if that is not above 0
     */
    public function __construct(
        #[\SensitiveParameter] ?string $command = null,
        #[\SensitiveParameter] private readonly float $seconds = 30.0,
    ) {
        if (!($seconds > 0.0 && $seconds < 1e9)) {
            throw new \ValueError('seconds are above 0');
        }
        $this->command = $command ?? self::named() ?? 'kenpo';
    }

    public function __destruct()
    {
        $this->close();
    }

    private function __clone()
    {
    }

    /** What the environment variable `KENPO_COMMAND` names. */
    public static function named(): ?string
    {
        $named = getenv('KENPO_COMMAND');

        return $named === false || $named === '' ? null : $named;
    }

    /** @internal */
    public static function withoutJson(): \LogicException
    {
        return new \LogicException(
            'calls without JSON, columns among them, need FFI; over a process there are the operations',
        );
    }

    /** Ends the process, if it runs. A call afterwards starts another. */
    public function close(): void
    {
        $this->end(graceful: true);
    }

    /**
     * The command's version, such as `0.1.0`.
     *
     * @throws LoadException
     */
    public function version(): string
    {
        $this->start();

        return $this->version;
    }

    /**
     * @internal
     *
     * @throws LoadException
     */
    public function abi(): int
    {
        $this->start();

        return self::PROTOCOL;
    }

    /**
     * @internal
     *
     * @throws KenpoException
     * @throws LoadException
     * @throws ProcessException
     */
    public function parse(#[\SensitiveParameter] string $document): Kept
    {
        $number = (int) $this->ask('parse ' . strlen($document), $document);

        return new Kept($document, $this->started, $number);
    }

    /** @internal */
    public function free(#[\SensitiveParameter] Kept $programme): void
    {
        if ($programme->process === $this->started) {
            $this->forgotten[] = "free $programme->number\n";
        }
    }

    /**
     * @internal
     *
     * @throws KenpoException
     * @throws LoadException
     * @throws ProcessException
     */
    public function answer(
        #[\SensitiveParameter] ?Kept $programme,
        #[\SensitiveParameter] string $operation,
        #[\SensitiveParameter] string $request,
    ): string {
        $this->start();
        if ($programme !== null && $programme->process !== $this->started) {
            $again = $this->parse($programme->document);
            [$programme->process, $programme->number] = [$again->process, $again->number];
        }
        $number = $programme?->number ?? 0;

        return $this->ask("answer $number " . strlen($operation) . ' ' . strlen($request), $operation . $request);
    }

    private function ask(#[\SensitiveParameter] string $line, #[\SensitiveParameter] string $body): string
    {
        $this->start();
        $until = microtime(true) + $this->seconds;
        $forget = implode('', $this->forgotten);
        $this->forgotten = [];
        $this->write("$forget$line\n$body", $until);
        if (preg_match('/^(\d{1,2}) (\d{1,10})$/D', $this->line($until), $head) !== 1) {
            throw $this->lost('answered in another form');
        }
        [$status, $length] = [(int) $head[1], (int) $head[2]];
        while (strlen($this->read) < $length) {
            $this->wait($until);
        }
        $answer = substr($this->read, 0, $length);
        $this->read = substr($this->read, $length);
        if ($status !== 0) {
            throw KenpoException::of($status, self::statusName($status), $answer);
        }

        return $answer;
    }

    /** Statuses of the C ABI that a call with JSON can have. */
    private static function statusName(#[\SensitiveParameter] int $status): string
    {
        return match ($status) {
            4 => 'KENPO_ERR_INVALID_REQUEST',
            5 => 'KENPO_ERR_INVALID_PROGRAMME',
            6 => 'KENPO_ERR_TOO_LARGE',
            7 => 'KENPO_ERR_UNKNOWN_OPERATION',
            8 => 'KENPO_ERR_PROGRAMME_REQUIRED',
            default => 'KENPO_ERR_UNKNOWN',
        };
    }

    /** @throws LoadException */
    private function start(): void
    {
        if ($this->process !== null && $this->owner === getmypid()) {
            return;
        }
        // What a fork shares with its parent is the parent's to end.
        $this->forget();
        $file = $this->file();
        if (!function_exists('proc_open')) {
            throw new LoadException('proc_open is among disable_functions, so that no command can be started');
        }
        $process = @proc_open([$file, 'pipe'], [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        if (!is_resource($process)) {
            throw new LoadException("the command $file could not be started");
        }
        [$this->process, $this->pipes, $this->owner] = [$process, $pipes, getmypid()];
        ++$this->started;
        foreach ($pipes as $pipe) {
            stream_set_blocking($pipe, false);
        }
        try {
            $greeting = explode(' ', $this->line(microtime(true) + $this->seconds));
        } catch (ProcessException $exception) {
            throw new LoadException("the command $file $exception->fault; is it of another version?");
        }
        if (count($greeting) !== 3 || $greeting[0] !== 'kenpo' || $greeting[2] !== (string) self::PROTOCOL) {
            $this->end(graceful: false);
            $is = $greeting[0] === 'kenpo' ? "is of version $greeting[1] and answers in form " . ($greeting[2] ?? '') : 'is not kenpo';
            throw new LoadException("the command $file $is; this package is for form " . self::PROTOCOL);
        }
        $this->version = $greeting[1];
    }

    /** Looked for here: PHP would report a missing command as one that ended at once. */
    private function file(): string
    {
        if (str_contains($this->command, '/') || str_contains($this->command, '\\')) {
            $places = [$this->command];
        } else {
            $places = [];
            foreach (explode(PATH_SEPARATOR, (string) getenv('PATH')) as $folder) {
                $places[] = ($folder === '' ? '.' : $folder) . "/$this->command";
                if (PHP_OS_FAMILY === 'Windows') {
                    $places[] = "$folder/$this->command.exe";
                }
            }
        }
        foreach ($places as $place) {
            if (@is_file($place) && @is_executable($place)) {
                return $place;
            }
        }
        throw new LoadException(
            "there is no command $this->command that can be run; KENPO_COMMAND names it where it is not on PATH",
        );
    }

    private function write(#[\SensitiveParameter] string $bytes, #[\SensitiveParameter] float $until): void
    {
        for ($at = 0, $length = strlen($bytes); $at < $length;) {
            // A process that ended has closed its input; what PHP remarks on that is told by the exception.
            $written = @fwrite($this->pipes[0], substr($bytes, $at, self::PART));
            if ($written === false) {
                throw $this->lost('ended');
            }
            $at += $written;
            if ($written === 0) {
                $this->wait($until, writes: true);
            }
        }
    }

    private function line(#[\SensitiveParameter] float $until): string
    {
        while (($end = strpos($this->read, "\n")) === false) {
            $this->wait($until);
        }
        $line = substr($this->read, 0, $end);
        $this->read = substr($this->read, $end + 1);

        return $line;
    }

    /** Waits for something to read, or to be able to write. What the process says of faults is taken as well: it would stop when nobody did. */
    private function wait(#[\SensitiveParameter] float $until, #[\SensitiveParameter] bool $writes = false): void
    {
        $left = $until - microtime(true);
        if ($left <= 0.0) {
            throw $this->lost("did not answer within $this->seconds seconds, and was ended");
        }
        $read = [$this->pipes[1], $this->pipes[2]];
        $write = $writes ? [$this->pipes[0]] : null;
        $except = null;
        // A signal that PHP handles interrupts it: asked again, until the time is over.
        if (@stream_select($read, $write, $except, (int) $left, (int) (fmod($left, 1.0) * 1e6)) === false) {
            return;
        }
        foreach ($read as $pipe) {
            $bytes = (string) fread($pipe, self::PART);
            if ($pipe === $this->pipes[1]) {
                $this->read .= $bytes;
                if ($bytes === '' && feof($pipe)) {
                    throw $this->lost('ended');
                }
            } else {
                $this->lastWords = substr($this->lastWords . $bytes, -self::LAST_WORDS);
                if ($bytes === '' && feof($pipe)) {
                    // Its output will end as well; until then there is nothing to hear.
                    usleep(1000);
                }
            }
        }
    }

    private function lost(#[\SensitiveParameter] string $how): ProcessException
    {
        $this->lastWords .= (string) @stream_get_contents($this->pipes[2]);
        $words = trim(substr($this->lastWords, -self::LAST_WORDS));
        $this->end(graceful: false);

        return new ProcessException($how . ($words === '' ? '' : ": $words"));
    }

    private function end(#[\SensitiveParameter] bool $graceful): void
    {
        if ($this->process !== null && $this->owner === getmypid()) {
            if (!$graceful) {
                proc_terminate($this->process, 9);
            }
            // Its input ends, and so does the process.
            array_map('fclose', $this->pipes);
            proc_close($this->process);
        }
        $this->forget();
    }

    private function forget(): void
    {
        $this->process = null;
        $this->pipes = [];
        [$this->read, $this->lastWords, $this->forgotten] = ['', '', []];
    }
}
