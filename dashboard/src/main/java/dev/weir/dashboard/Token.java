package dev.weir.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The secret that allows changes; only its hash is kept. Immutable. */
final class Token {

    private final byte[] hash;

    Token(String secret) {
        this.hash = hash(secret);
    }

    /** Whether it is this one. Takes the same time wherever the two differ, and whatever their lengths. */
    boolean matches(String given) {
        return MessageDigest.isEqual(hash, hash(given));
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
