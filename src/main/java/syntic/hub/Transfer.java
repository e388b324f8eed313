package syntic.hub;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import syntic.hub.HubException.Problem;
import syntic.store.ProgressListener;

/**
 * Brings one file to the disk. Until it is whole and its hashes hold it is called {@code NAME.incomplete}; what a cut
 * connection or a killed process left there is continued.
 */
final class Transfer {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final int CHUNK = 1 << 18;
    static final String CHECKING = "checking ";

    private final HubClient client;
    private final HubSettings settings;
    private final URI url;
    private final long size;
    private final Path partial;
    /** Told how many bytes of the file are there, with an empty note, or that they are being checked. */
    private final ProgressListener progress;
    private boolean serverKnowsRanges = true;

    Transfer(HubClient client, HubSettings settings, URI url, long size, Path target, ProgressListener progress) {
        this.client = client;
        this.settings = settings;
        this.url = url;
        this.size = size;
        this.progress = progress;
        partial = partial(target);
    }

    /** Where the beginning of a file is kept. */
    static Path partial(Path target) {
        return target.resolveSibling(target.getFileName() + ".incomplete");
    }

    /** Fetches what is missing and puts the file in its place, if it is what all of {@code hashes} say. */
    void to(Path target, List<ContentHash> hashes) {
        try {
            Files.createDirectories(target.getParent());
            boolean continued = Files.exists(partial) && Files.size(partial) > 0;
            complete();
            Optional<ContentHash> wrong = wrong(hashes);
            if (wrong.isPresent() && continued) {
                // What was there before may be to blame: fetch the file once more from its beginning.
                Files.delete(partial);
                complete();
                wrong = wrong(hashes);
            }
            if (wrong.isPresent()) {
                Files.delete(partial);
                throw new HubException(Problem.WRONG_CONTENT, url + ": what arrives is not the file that was asked for "
                        + "(it must have " + wrong.get() + "); a proxy or the mirror in HF_ENDPOINT changes it, try "
                        + "another network or endpoint");
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw HubException.cannotWrite(target, e);
        }
    }

    private Optional<ContentHash> wrong(List<ContentHash> hashes) throws IOException {
        for (ContentHash hash : hashes) {
            if (!hash.ofFile(partial, read -> progress.at(size, size, CHECKING)).equals(hash)) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    private void complete() {
        RetryPolicy.Attempts attempts = settings.retries().start(url);
        try (FileChannel out = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long have = out.size();
            if (have > size) {
                out.truncate(0);
                have = 0;
            }
            progress.at(have, size, "");
            while (have < size) {
                out.position(have);
                IOException failure = receive(out, have);
                long now = out.position();
                if (now > have) {
                    attempts.succeeded();
                }
                have = now;
                if (failure != null) {
                    attempts.failed(failure);
                }
            }
        } catch (IOException e) {
            throw HubException.cannotWrite(partial, e);
        }
    }

    /** One connection; what it brought is written when it fails. */
    private IOException receive(FileChannel out, long have) {
        try {
            HttpResponse<InputStream> response = client.get(url, serverKnowsRanges ? have : 0);
            try (InputStream body = new StallGuard(response.body(), settings.stall())) {
                copy(body, out, have - start(response, have));
            }
            return null;
        } catch (RangeException e) {
            serverKnowsRanges = false;
            return e;
        } catch (IOException e) {
            return e;
        }
    }

    /**
     * The byte that the answer begins with. What its Content-Range says counts, whatever its status: some servers send
     * the rest of a file, as they were asked to, with the status of a whole one.
     */
    private long start(HttpResponse<InputStream> response, long have) throws RangeException {
        Optional<String> range = response.headers().firstValue("Content-Range");
        if (response.statusCode() == 200 && range.isEmpty()) {
            long length = response.headers().firstValueAsLong("Content-Length").orElse(size);
            if (length != size && have > 0 && serverKnowsRanges) {
                throw new RangeException(url + ": answers the range from byte " + have + " of " + size + " with "
                        + length + " bytes and does not say which");
            }
            if (length != size) {
                throw new HubException(Problem.WRONG_CONTENT, url + ": has " + length + " bytes instead of " + size
                        + "; a proxy or the mirror in HF_ENDPOINT changes it, try another network or endpoint");
            }
            return 0;
        }
        Matcher match = CONTENT_RANGE.matcher(range.orElse(""));
        if (!match.matches() || Long.parseLong(match.group(1)) != have || Long.parseLong(match.group(3)) != size) {
            throw new RangeException(url + ": answers the range from byte " + have + " of " + size + " with '"
                    + HubNames.shown(range.orElse("")) + "'");
        }
        return have;
    }

    /** @param skip bytes at the beginning of the answer that are there already */
    private void copy(InputStream body, FileChannel out, long skip) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long left = skip;
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            int known = (int) Math.min(left, read);
            left -= known;
            if (out.position() + read - known > size) {
                throw new HubException(Problem.WRONG_CONTENT, url + ": has more than the " + size
                        + " bytes it should have; try another network or HF_ENDPOINT");
            }
            write(out, ByteBuffer.wrap(chunk, known, read - known));
            progress.at(out.position(), size, "");
        }
        if (out.position() < size) {
            throw new EOFException("the connection ended at byte " + out.position() + " of " + size);
        }
    }

    private void write(FileChannel out, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw HubException.cannotWrite(partial, e);
        }
    }
}
