package syntic.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import syntic.io.UserException;

/**
 * Damages kept files as disks do: some bits, a block of zeros, an end that is missing. Reading must give the same
 * values or name the file.
 */
record Flips(SplittableRandom random, PrintStream out) {
    private static final int BLOCK = 512;

    /** What came of one kind of file. */
    private static final class Counts {
        private int found;
        private int harmless;
    }

    /** @return how often a file was damaged */
    int run(List<KeptFile> files, int flips) throws Exception {
        Map<String, List<KeptFile>> byKind = new TreeMap<>();
        files.stream().filter(kept -> size(kept.file()) > 0).forEach(kept ->
                byKind.computeIfAbsent(kept.kind(), kind -> new ArrayList<>()).add(kept));
        Map<String, Counts> counts = new TreeMap<>();
        List<String> kinds = List.copyOf(byKind.keySet());
        for (int i = 0; i < flips; i++) {
            String kind = kinds.get(i % kinds.size());
            List<KeptFile> some = byKind.get(kind);
            one(some.get(random.nextInt(some.size())), counts.computeIfAbsent(kind, key -> new Counts()));
        }
        counts.forEach((kind, count) -> out.printf("flips: %s, %d found, %d harmless%n", kind, count.found,
                count.harmless));
        return flips;
    }

    private void one(KeptFile kept, Counts counts) throws Exception {
        byte[] whole = Files.readAllBytes(kept.file());
        String expected = kept.reading().read();
        byte[] damaged = damaged(whole);
        Files.write(kept.file(), damaged);
        try {
            if (!kept.reading().read().equals(expected)) {
                throw new AssertionError(kept.file() + " (" + kept.kind() + "): other values in silence, "
                        + difference(whole, damaged));
            }
            counts.harmless++;
        } catch (UserException e) {
            Path named = kept.file();
            if (!e.getMessage().contains(named.toString()) && !e.getMessage().contains(named.getParent().toString())) {
                throw new AssertionError(named + " (" + kept.kind() + ") is not named, "
                        + difference(whole, damaged), e);
            }
            counts.found++;
        } catch (Exception e) {
            throw new AssertionError(kept.file() + " (" + kept.kind() + ") is no matter of the user, "
                    + difference(whole, damaged), e);
        } finally {
            Files.write(kept.file(), whole);
        }
    }

    private byte[] damaged(byte[] whole) {
        byte[] damaged = whole.clone();
        int how = random.nextInt(20);
        if (how == 0) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        if (how == 1) {
            int from = random.nextInt(whole.length);
            Arrays.fill(damaged, from, Math.min(whole.length, from + BLOCK), (byte) 0);
            return damaged;
        }
        for (int bits = how < 5 ? 3 : 1; bits > 0; bits--) {
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private static String difference(byte[] whole, byte[] damaged) {
        int first = Arrays.mismatch(whole, damaged);
        return first < 0 ? "nothing was damaged" : damaged.length + " of " + whole.length + " bytes, from " + first;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
