package io.github.kenpo.spark;

import io.github.kenpo.AccruedMembers;
import io.github.kenpo.KenpoException;
import io.github.kenpo.MemberColumn;
import io.github.kenpo.Programme;
import io.github.kenpo.StepDelivery;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A programme as its document and digest, by which an executor finds what it has parsed. */
final class TravellingProgramme implements Serializable {
    private static final long serialVersionUID = 1L;

    /** One of each digest for the life of the process, shared by its threads. */
    private static final Map<String, Programme> PARSED = new ConcurrentHashMap<>();

    private final byte[] document;
    private final String digest;

    /**
     * Refuses here, before any job, what no executor could pay by.
     *
     * @throws KenpoException if the document is not consistent, or if the typed call does not reach it
     */
    TravellingProgramme(byte[] document) {
        this.document = document.clone();
        try {
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        MemberColumn nobody = new MemberColumn(0).member().delivery(StepDelivery.on(20000101));
        programme().membersAccrue(nobody, new AccruedMembers());
    }

    Programme programme() {
        return PARSED.computeIfAbsent(digest, unknown -> Programme.parse(document));
    }
}
