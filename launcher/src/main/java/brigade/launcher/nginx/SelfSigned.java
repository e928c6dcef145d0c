package brigade.launcher.nginx;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A certificate for a local network, made by the JDK's own keytool: browsers let a page use the microphone only over TLS, and warn
 * once of a certificate like this.
 */
public final class SelfSigned {
    private static final int DAYS = 825; // longer is refused by Safari
    private static final String ALIAS = "brigade";
    private static final char[] PASSWORD = "brigade".toCharArray(); // the store is deleted at once
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private SelfSigned() {}

    /**
     * Makes one, unless the folder has one for these names.
     *
     * @param names host names and addresses under which people come
     * @throws IOException when keytool fails or the folder cannot be written
     */
    public static NginxSettings.Tls in(Path folder, List<String> names) throws IOException, InterruptedException {
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        Path madeFor = folder.resolve("certificate.names");
        String wanted = String.join(" ", names);
        NginxSettings.Tls tls = new NginxSettings.Tls(certificate, key, false);
        if (Files.exists(certificate)
                && Files.exists(key)
                && Files.exists(madeFor)
                && Files.readString(madeFor).equals(wanted)) {
            return tls;
        }
        Files.createDirectories(folder);
        Path store = folder.resolve("certificate.p12");
        Files.deleteIfExists(store);
        try {
            make(store, names);
            split(store, certificate, key);
        } finally {
            Files.deleteIfExists(store);
        }
        Files.writeString(madeFor, wanted);
        return tls;
    }

    private static void make(Path store, List<String> names) throws IOException, InterruptedException {
        String alternatives = names.stream()
                .map(name -> (isAddress(name) ? "ip:" : "dns:") + name)
                .collect(Collectors.joining(",", "san=", ""));
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-validity",
                        Integer.toString(DAYS),
                        "-dname",
                        "CN=" + names.getFirst(),
                        "-ext",
                        alternatives,
                        "-ext",
                        "eku=serverAuth",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool could not make a certificate: " + said);
        }
    }

    private static void split(Path store, Path certificate, Path key) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            Key secret = keys.getKey(ALIAS, PASSWORD);
            Certificate made = keys.getCertificate(ALIAS);
            Files.deleteIfExists(key);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, pem("PRIVATE KEY", secret.getEncoded()));
            Files.writeString(certificate, pem("CERTIFICATE", made.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate that keytool made cannot be read", e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + PEM.encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
