/** The check as a portal's programmer writes it: digits, scheme, prefecture, check digit. */
final class Handwritten {
    private Handwritten() {}

    static boolean wellFormed(String text) {
        int length = text.length();
        if (length != 6 && length != 8) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        int at = 0;
        if (length == 8) {
            if (!isScheme((text.charAt(0) - '0') * 10 + text.charAt(1) - '0')) {
                return false;
            }
            at = 2;
        }
        int prefecture = (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
        if (prefecture < 1 || prefecture > 47) {
            return false;
        }
        int sum = 0;
        for (int place = 0; place < length; place++) {
            int digit = text.charAt(length - 1 - place) - '0';
            if (place % 2 == 1) {
                digit *= 2;
                if (digit > 9) {
                    digit -= 9;
                }
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    /** The same over eight bytes; six digits are followed by two spaces. */
    static boolean recordWellFormed(byte[] records, int start) {
        int length = records[start + 6] == ' ' && records[start + 7] == ' ' ? 6 : 8;
        for (int at = 0; at < length; at++) {
            byte c = records[start + at];
            if (c < '0' || c > '9') {
                return false;
            }
        }
        int at = start;
        if (length == 8) {
            if (!isScheme((records[start] - '0') * 10 + records[start + 1] - '0')) {
                return false;
            }
            at += 2;
        }
        int prefecture = (records[at] - '0') * 10 + records[at + 1] - '0';
        if (prefecture < 1 || prefecture > 47) {
            return false;
        }
        int sum = 0;
        for (int place = 0; place < length; place++) {
            int digit = records[start + length - 1 - place] - '0';
            if (place % 2 == 1) {
                digit *= 2;
                if (digit > 9) {
                    digit -= 9;
                }
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    private static boolean isScheme(int scheme) {
        return switch (scheme) {
            case 1, 2, 3, 4, 6, 7, 31, 32, 33, 34, 39, 63, 72, 73, 74, 75 -> true;
            default -> false;
        };
    }
}
