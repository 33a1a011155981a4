package io.github.kenpo.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of {@code messages.json} in one language.
 *
 * @param reasons the texts of each reason's code: text, cause, remedy, operator, short and easy
 * @param errors the same of each error's code; the last three may be absent
 * @param words the words around the text of a document's fault, each a text alone
 */
public record Catalogue(
        Map<String, @Nullable String[]> reasons,
        Map<String, @Nullable String[]> errors,
        Map<String, @Nullable String[]> words) {
    private static final Names LISTS = new Names("reasons", "errors", "faults");
    private static final Names FORMS = new Names("text", "cause", "remedy", "operator", "short", "easy");

    /**
     * Reads one language, and passes over the others.
     *
     * @param json the catalogue
     * @param language the language's key in it
     * @return the texts
     * @throws JsonFault if it is no catalogue
     */
    public static Catalogue read(byte[] json, String language) {
        Catalogue catalogue = new Catalogue(new HashMap<>(), new HashMap<>(), new HashMap<>());
        List<Map<String, @Nullable String[]>> lists = List.of(catalogue.reasons, catalogue.errors, catalogue.words);
        Names entry = new Names("code", language);
        JsonReader in = new JsonReader(json);
        for (int list = in.firstField(LISTS); list != JsonReader.END; list = in.nextField(LISTS, list)) {
            if (list < 0) {
                in.skip();
                continue;
            }
            in.beginArray();
            for (boolean first = true; in.nextElement(first); first = false) {
                entry(in, entry, lists.get(list));
            }
        }
        in.end();
        return catalogue;
    }

    private static void entry(JsonReader in, Names names, Map<String, @Nullable String[]> entries) {
        String code = "";
        @Nullable String[] texts = new String[FORMS.size()];
        for (int field = in.firstField(names); field != JsonReader.END; field = in.nextField(names, field)) {
            switch (field) {
                case 0 -> code = in.text();
                case 1 -> texts(in, texts);
                default -> in.skip();
            }
        }
        entries.put(code, texts);
    }

    private static void texts(JsonReader in, @Nullable String[] texts) {
        for (int form = in.firstField(FORMS); form != JsonReader.END; form = in.nextField(FORMS, form)) {
            if (form < 0) {
                in.skip();
            } else {
                texts[form] = in.text();
            }
        }
    }
}
