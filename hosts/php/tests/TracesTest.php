<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Internal\Installer;
use Kenpo\Internal\Rows;
use Kenpo\Kenpo;
use Kenpo\KenpoException;
use Kenpo\LoadException;
use Kenpo\Native;
use Kenpo\Process;
use Kenpo\ProcessException;
use Kenpo\Programme;
use PHPUnit\Framework\TestCase;

/** No argument stands in a trace, a message or the text of an exception, whatever `zend.exception_ignore_args` says. */
final class TracesTest extends TestCase
{
    private const TEXT = 'planted-4711';
    private const NUMBER = 471147114711;

    /** What is given files of the system or types of the header, and names them: no person's data reaches it. */
    private const WITHOUT_DATA = [
        LoadException::class => true,
        Installer::class => true,
        Rows::class => true,
        Native::class . '::probe' => true,
        Native::class . '::memory' => true,
        ProcessException::class => true,
        Process::class . '::__construct' => true,
        Kenpo::class . '::over' => true,
    ];

    /** Parameters that take a name out of the contract, which a message repeats. */
    private const NAMES = ['key', 'expected', 'choice', 'statusName'];

    /** @var array<string, string|false> */
    private array $settings = [];

    protected function setUp(): void
    {
        $this->settings['zend.exception_string_param_max_len'] = ini_set('zend.exception_string_param_max_len', '1000');
        $this->settings['zend.exception_ignore_args'] = ini_set('zend.exception_ignore_args', '0');
    }

    protected function tearDown(): void
    {
        foreach ($this->settings as $name => $value) {
            ini_set($name, (string) $value);
        }
    }

    /** @return array<string, array{string}> PHP 8.1 knows no attribute that keeps arguments out */
    public function settings(): array
    {
        return ['left out by PHP' => ['1']] + (PHP_VERSION_ID < 80200 ? [] : ['kept by PHP' => ['0']]);
    }

    public function testEveryParameterOfEveryFunctionIsMarked(): void
    {
        $marked = 0;
        foreach (self::sources() as $file) {
            $tokens = array_values(array_filter(
                \PhpToken::tokenize((string) file_get_contents($file)),
                static fn (\PhpToken $token): bool => !$token->isIgnorable(),
            ));
            foreach ($tokens as $index => $token) {
                if (!$token->is([T_FUNCTION, T_FN])) {
                    continue;
                }
                for (; !$tokens[$index]->is('('); ++$index);
                $mark = false;
                for ($depth = 1; $depth > 0;) {
                    $next = $tokens[++$index];
                    $depth += ['(' => 1, '[' => 1, '#[' => 1, ')' => -1, ']' => -1][$next->text] ?? 0;
                    $mark = $next->is('#[') ? $tokens[$index + 1]->text === '\SensitiveParameter' : $mark;
                    if ($depth === 1 && $next->is(T_VARIABLE)) {
                        self::assertTrue($mark, "$file, line $next->line: $next->text");
                        $mark = false;
                        ++$marked;
                    }
                }
            }
        }
        self::assertGreaterThan(1000, $marked);
    }

    /** @dataProvider settings */
    public function testWhatMethodsThrowHoldsNoArgument(string $ignored): void
    {
        ini_set('zend.exception_ignore_args', $ignored);
        $thrown = 0;
        foreach (self::methods() as $method) {
            foreach (self::argumentLists($method) as $arguments) {
                $called = null;
                try {
                    $called = $method->isConstructor() ? null : self::instance($method);
                    $method->isConstructor()
                        ? $method->getDeclaringClass()->newInstanceArgs($arguments)
                        : $method->invokeArgs($called, $arguments);
                } catch (\Throwable $exception) {
                    ++$thrown;
                    $this->holdsNothing($exception, "$method->class::$method->name");
                } finally {
                    if ($called instanceof Programme) {
                        $called->close();
                    }
                }
            }
        }
        self::assertGreaterThan(1000, $thrown);
    }

    /** @dataProvider settings */
    public function testWhatTheVectorsThrowHoldsNoArgument(string $ignored): void
    {
        ini_set('zend.exception_ignore_args', $ignored);
        $root = Project::root();
        $thrown = 0;
        foreach (Vectors::files($root) as $file) {
            $vectors = json_decode((string) file_get_contents("$root/$file"));
            $programme = isset($vectors->programme)
                ? Programme::parse((string) file_get_contents("$root/$vectors->programme"))
                : null;
            foreach ($vectors->cases as $case) {
                $request = $case->request_text ?? json_encode($case->request);
                try {
                    $programme?->answer($vectors->operation, $request) ?? Kenpo::answer($vectors->operation, $request);
                } catch (KenpoException $exception) {
                    ++$thrown;
                    $this->holdsNothing($exception, $case->id);
                }
            }
        }
        self::assertGreaterThan(100, $thrown);
    }

    /** A text that is no UTF-8 fails in PHP's own JSON, whose functions are given all of it. */
    public function testJsonThatCannotBeWrittenOrReadIsNotShown(): void
    {
        foreach ([self::TEXT . "\xff", self::TEXT] as $json) {
            try {
                \Kenpo\Answered::decode($json, static fn (): \JsonSerializable => throw new \LogicException());
                self::fail('read');
            } catch (\JsonException $exception) {
                $this->holdsNothing($exception, 'read');
            }
        }
        try {
            Programme::parse(Project::kkr())
                ->pointsAccrue(new \Kenpo\Types\AccrueRequest(self::TEXT . "\xff", []));
            self::fail('written');
        } catch (\JsonException $exception) {
            $this->holdsNothing($exception, 'written');
        }
    }

    /** Frames of the package, and of what it called, hold no argument; nothing that is shown holds what was planted. */
    private function holdsNothing(\Throwable $exception, string $where): void
    {
        for ($one = $exception; $one !== null; $one = $one->getPrevious()) {
            $frames = array_filter(
                $one->getTrace(),
                static fn (array $frame): bool => self::isOfPackage($frame['class'] ?? '')
                    || str_starts_with($frame['file'] ?? '', self::folder()),
            );
            foreach ($frames as $frame) {
                foreach ($frame['args'] ?? [] as $argument) {
                    self::assertInstanceOf(\SensitiveParameterValue::class, $argument, "$where: {$frame['function']}");
                }
            }
            $shown = $one->getMessage() . print_r($frames, true);
            self::assertStringNotContainsString(self::TEXT, $shown, $where);
            self::assertStringNotContainsString((string) self::NUMBER, $shown, $where);
        }
        self::assertStringNotContainsString(self::TEXT, (string) $exception, $where);
        self::assertStringNotContainsString((string) self::NUMBER, (string) $exception, $where);
    }

    private static function isOfPackage(string $class): bool
    {
        return str_starts_with($class, 'Kenpo\\') && !str_starts_with($class, __NAMESPACE__ . '\\');
    }

    private static function folder(): string
    {
        return dirname(__DIR__) . '/src/';
    }

    /** @return list<string> */
    private static function sources(): array
    {
        $folder = new \RecursiveDirectoryIterator(self::folder(), \FilesystemIterator::SKIP_DOTS);
        $files = array_map(strval(...), iterator_to_array(new \RecursiveIteratorIterator($folder), false));
        sort($files);

        return $files;
    }

    /** @return iterable<\ReflectionMethod> those that take something, and can be called without memory of the library's */
    private static function methods(): iterable
    {
        foreach (self::sources() as $file) {
            $class = 'Kenpo\\' . strtr(substr($file, strlen(self::folder()), -strlen('.php')), '/', '\\');
            if (trait_exists($class)) {
                continue;
            }
            foreach ((new \ReflectionClass($class))->getMethods() as $method) {
                $takesMemory = array_filter(
                    $method->getParameters(),
                    static fn (\ReflectionParameter $parameter): bool => str_contains((string) $parameter->getType(), 'FFI'),
                );
                $isOfPackage = str_starts_with((string) $method->getFileName(), self::folder());
                $isWithoutData = isset(self::WITHOUT_DATA[$class]) || isset(self::WITHOUT_DATA["$class::$method->name"])
                    || ($class === Native::class || $class === Process::class) && $method->isPrivate();
                $isHidden = $method->isConstructor() && !$method->isPublic();
                if ($isOfPackage && !$isWithoutData && !$isHidden && $takesMemory === []) {
                    if ($method->getNumberOfParameters() > 0) {
                        yield $method;
                    }
                }
            }
        }
    }

    /**
     * Arguments of the right types with what is planted in each, the same with one of a wrong type, and one alone.
     *
     * @return list<list<mixed>>
     */
    private static function argumentLists(\ReflectionMethod $method): array
    {
        $right = array_map(self::argument(...), $method->getParameters());
        $lists = [$right, [self::TEXT]];
        foreach ($method->getParameters() as $index => $parameter) {
            if (in_array($parameter->name, self::NAMES, true)) {
                continue;
            }
            $lists[] = array_replace($right, [$index => [self::TEXT, self::NUMBER]]);
            $lists[] = array_replace($right, [$index => self::TEXT]);
        }

        return $lists;
    }

    private static function argument(\ReflectionParameter $parameter): mixed
    {
        $type = $parameter->getType();
        $name = $type instanceof \ReflectionNamedType ? $type->getName() : 'mixed';

        return match (true) {
            in_array($parameter->name, self::NAMES, true) => 'name',
            $name === 'string', $name === 'mixed' => self::TEXT,
            $name === 'int' => self::NUMBER,
            $name === 'bool' => true,
            $name === 'DateTimeInterface' => new \DateTimeImmutable('@' . self::NUMBER),
            $name === 'array' => [self::TEXT, self::NUMBER],
            $name === 'Closure' => static fn (): string => self::TEXT,
            $name === 'JsonSerializable' => self::made(\Kenpo\Types\Arrival::class),
            $name === 'Throwable' => new \RuntimeException(),
            enum_exists($name) => $name::cases()[0],
            class_exists($name) => self::made($name),
            default => throw new \LogicException("nothing is known to plant for $name"),
        };
    }

    private static function instance(\ReflectionMethod $method): ?object
    {
        return $method->isStatic() ? null : self::made($method->class);
    }

    private static function made(string $class): object
    {
        $constructor = (new \ReflectionClass($class))->getConstructor();

        return match (true) {
            $class === Programme::class => Programme::parse(Project::kkr()),
            $class === Native::class => Native::get(),
            $class === Process::class => new Process(Project::command()),
            $class === ProcessException::class => new ProcessException('ended'),
            $class === KenpoException::class => KenpoException::of(1, 'KENPO_ERR_INVALID_ARGUMENT'),
            enum_exists($class) => $class::cases()[0],
            $constructor !== null && !$constructor->isPublic() => (new \ReflectionClass($class))->newInstanceWithoutConstructor(),
            default => new $class(...array_map(self::argument(...), $constructor?->getParameters() ?? [])),
        };
    }
}
