# The table `radicals` once more, from Perl's Unicode data: Equivalent_Unified_Ideograph knows the supplement, which NFKC does not.

use strict;
use warnings;
use Unicode::UCD qw(charprop);

my ($agreed, $wrong) = (0, 0);
while (my $line = <STDIN>) {
    chomp $line;
    my ($radical, $made) = map { hex } split /\t/, $line;
    my $equivalent = charprop($radical, "Equivalent_Unified_Ideograph");
    if ($equivalent eq chr $made) {
        $agreed++;
    } else {
        $wrong++;
        printf "kenpo: %04X becomes %04X; Unicode: %s\n", $radical, $made, join " ", map { sprintf "%04X", ord } split //, $equivalent;
    }
}
if ($wrong) {
    print "$wrong radicals differ\n";
    exit 1;
}
print "$agreed agreed with Perl's data of Unicode ", Unicode::UCD::UnicodeVersion(), "\n";
