/** Answers are searched and not read. */
final class Search {
    private Search() {}

    static int count(byte[] text, byte[] wanted) {
        int count = 0;
        for (int at = after(text, 0, wanted); at >= 0; at = after(text, at, wanted)) {
            count++;
        }
        return count;
    }

    /** The sum of the numbers that follow. */
    static int sum(byte[] text, byte[] wanted) {
        int sum = 0;
        for (int at = after(text, 0, wanted); at >= 0; at = after(text, at, wanted)) {
            int number = 0;
            for (int digit = at; text[digit] >= '0' && text[digit] <= '9'; digit++) {
                number = number * 10 + text[digit] - '0';
            }
            sum += number;
        }
        return sum;
    }

    /** Where what is wanted ends, or -1. */
    private static int after(byte[] text, int from, byte[] wanted) {
        for (int at = from; at <= text.length - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && text[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at + same;
            }
        }
        return -1;
    }
}
