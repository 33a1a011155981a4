<?php

// `php peers.php WORK FOLDER` measures this room's contestants and prints a line for each.

declare(strict_types=1);

require __DIR__ . '/../../../hosts/php/vendor/autoload.php';
require __DIR__ . '/measure.php';

[, $work, $folder] = $argv;
$measures = [
    'insurer-numbers' => 'insurer_numbers',
    'eligibility' => 'eligibility',
    'subsidy' => 'subsidy',
    'accrual' => 'accrual',
];
$measure = $measures[$work] ?? throw new InvalidArgumentException("there is no work $work here");
$contestants = require __DIR__ . "/$measure.php";
[$items, $contestants] = $contestants($folder);
measure($items, $contestants);
