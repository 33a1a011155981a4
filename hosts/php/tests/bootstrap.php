<?php

/** `KENPO_LIBRARY` names the library; without it the tests take the one that was built for runners. */

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

putenv('KENPO_LIBRARY=' . Kenpo\Tests\Project::library());
