package io.github.kenpo.spark;

import io.github.kenpo.AccruedMembers;
import io.github.kenpo.KenpoException;
import io.github.kenpo.MemberColumn;
import io.github.kenpo.Programme;
import io.github.kenpo.StepDelivery;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A programme as its document and digest, by which an executor finds what it has parsed. */
final class TravellingProgramme implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As many as Python's workers keep: what-ifs of a session may be many. One that is left out is released when no task has it any more. */
    private static final int KEPT = 16;

    /** By digest, shared by the threads of the process. */
    private static final Map<String, Programme> PARSED =
            Collections.synchronizedMap(new LinkedHashMap<>(KEPT, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Programme> eldest) {
                    return size() > KEPT;
                }
            });

    /** Why a delivery without such a date is refused. */
    static final String NEEDED = "a rule of the programme asks for it";

    private final byte[] document;
    private final String digest;

    /** Whether a rule asks for the date of birth, and for the day on which the app was opened. */
    final boolean asksBorn;

    final boolean asksOpened;

    /**
     * Refuses here, before any job, what no executor could pay by.
     *
     * @param dates whether deliveries may say a date of birth and the day on which the app was opened; a programme whose rules ask for one is
     *     refused otherwise
     * @throws KenpoException if the document is not consistent, or if the typed call does not reach it
     */
    TravellingProgramme(byte[] document, boolean dates) {
        this.document = document.clone();
        try {
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        reach(dates, dates);
        asksBorn = asks(false, true);
        asksOpened = asks(true, false);
    }

    private boolean asks(boolean born, boolean opened) {
        try {
            reach(born, opened);
            return false;
        } catch (KenpoException refused) {
            return true;
        }
    }

    /** Pays a delivery without steps. */
    private void reach(boolean born, boolean opened) {
        StepDelivery delivery = new StepDelivery(20000101, born ? 19700101 : 0, 0, opened ? 20000101 : 0, 0);
        MemberColumn nobody = new MemberColumn(0).member().delivery(delivery);
        programme().membersAccrue(nobody, new AccruedMembers());
    }

    Programme programme() {
        return PARSED.computeIfAbsent(digest, unknown -> Programme.parse(document));
    }
}
