package syntic.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.io.UserException;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** Shares that were made apart are, joined, what one process would have made; what does not fit is named. */
class PackMergeTest {
    private static final int SHARES = 8;
    private static final List<PackItem<String>> ITEMS = SlowMaker.items(700);
    private static final List<String> IDS = ids(ITEMS);

    @TempDir
    private Path folder;

    private static List<String> ids(List<PackItem<String>> items) {
        return items.stream().map(PackItem::id).toList();
    }

    private static List<PackItem<String>> of(Share share, List<PackItem<String>> items) {
        return items.stream().filter(item -> share.has(item.id())).toList();
    }

    private Path made(String name, PackInfo info, List<PackItem<String>> items) {
        Path pack = folder.resolve(name);
        new PackJob<>(pack, info, items, new SlowMaker(16)).run(ProgressListener.SILENT, () -> false);
        return pack;
    }

    private Path made(String name, List<PackItem<String>> items) {
        return made(name, SlowMaker.INFO, items);
    }

    private List<Path> shares(List<PackItem<String>> items) {
        return IntStream.rangeClosed(1, SHARES)
                .mapToObj(number -> made("share " + number, of(new Share(number, SHARES), items))).toList();
    }

    private static byte[] bytes(Path pack) throws IOException {
        List<Path> parts = FeaturePack.parts(pack);
        assertEquals(1, parts.size());
        return Files.readAllBytes(parts.get(0));
    }

    private static String refusal(Path target, Path... packs) {
        String said = assertThrows(UserException.class, () -> PackMerge.run(target, List.of(packs), IDS)).getMessage();
        assertFalse(FeaturePack.exists(target), "nothing is written");
        return said;
    }

    @Test
    void sharesInAnyOrderAreWhatOneProcessMakes() throws IOException {
        byte[] one = bytes(made("one", ITEMS));
        List<Path> shares = new ArrayList<>(shares(ITEMS));
        for (int seed = 0; seed < 3; seed++) {
            Collections.shuffle(shares, new Random(seed));
            Path target = folder.resolve("merged " + seed);
            PackMerge.run(target, shares.subList(0, 5), IDS);
            int left = 700 - FeaturePack.open(target).ids().size();
            assertEquals(new PackMerge.Report(left, List.of(), Map.of(), Set.of()),
                    PackMerge.run(target, shares.subList(5, SHARES), IDS));
            assertArrayEquals(one, bytes(target));
            assertEquals(0, PackMerge.run(target, shares, IDS).added());
            assertArrayEquals(one, bytes(target));
        }
    }

    @Test
    void aSentenceMoreMovesNoOther() {
        List<PackItem<String>> more = new ArrayList<>(ITEMS);
        more.add(0, SlowMaker.item("new", "a new sentence"));
        int all = 0;
        for (int number = 1; number <= SHARES; number++) {
            Share share = Share.of(number + "/" + SHARES);
            List<String> ids = new ArrayList<>(ids(of(share, more)));
            all += ids.size();
            ids.remove("new");
            assertEquals(ids(of(share, ITEMS)), ids);
            assertTrue(Math.abs(ids.size() - 700 / SHARES) < 40, "shares are of about the same size: " + ids.size());
        }
        assertEquals(701, all);
        for (String bad : List.of("0/8", "9/8", "3", "3/8/2", "-1/8", "a/b", "0/0")) {
            assertTrue(assertThrows(UserException.class, () -> Share.of(bad)).getMessage().contains("/8"), bad);
        }
    }

    @Test
    void whatCouldNotBeMadeIsNamedWithItsReason() {
        List<PackItem<String>> items = new ArrayList<>(ITEMS);
        items.set(3, SlowMaker.item("empty", " "));
        Path target = folder.resolve("merged");
        assertEquals(Map.of("empty", "it is empty"), PackMerge.run(target, shares(items), IDS).failed());
        items.set(3, SlowMaker.item("empty", "not any more"));
        SlowMaker maker = new SlowMaker(8);
        new PackJob<>(target, SlowMaker.INFO, items, maker).retry().run(ProgressListener.SILENT, () -> false);
        assertEquals(List.of("empty"), maker.asked());
    }

    @Test
    void overlapIsNamedAndTakenOnceWhereItIsTheSame() {
        Path one = made("one", ITEMS.subList(0, 20));
        Path target = folder.resolve("merged");
        PackMerge.Report report = PackMerge.run(target, List.of(one, made("two", ITEMS.subList(15, 40))), IDS);
        assertEquals(new PackMerge.Report(40, IDS.subList(15, 20), Map.of(), Set.of()), report);
        assertEquals(IDS.subList(0, 40), FeaturePack.open(target).ids());
    }

    @Test
    void machinesThatMadeThePacksAreToldApart() {
        Machine two = new Machine("cpu", 2, "77fc46dcd88d", 0);
        Machine eight = new Machine("cpu", 8, "77fc46dcd88d", 4);
        List<Path> packs = new ArrayList<>();
        for (Machine machine : List.of(two, eight, two)) {
            packs.add(folder.resolve("pack " + packs.size()));
            PackJob<String> job = new PackJob<>(packs.get(packs.size() - 1), SlowMaker.INFO,
                    ITEMS.subList(10 * packs.size(), 10 * packs.size() + 10), new SlowMaker(16));
            job.on(() -> Set.of(machine)).run(ProgressListener.SILENT, () -> false);
        }
        Path target = folder.resolve("merged");
        assertEquals(Set.of(two), PackMerge.run(target, List.of(packs.get(0), packs.get(2)), IDS).machines());
        assertEquals(Set.of(two, eight), PackMerge.run(target, packs.subList(1, 2), IDS).machines());
        packs.add(folder.resolve("of both"));
        new PackJob<>(packs.get(3), SlowMaker.INFO, ITEMS.subList(60, 70), new SlowMaker(16))
                .on(() -> new LinkedHashSet<>(List.of(eight, two))).run(ProgressListener.SILENT, () -> false);
        assertEquals(Set.of(two, eight),
                PackMerge.run(folder.resolve("other"), packs.subList(3, 4), IDS).machines());
        assertEquals("cpu with 8 threads, 4 pictures at once, kernels 77fc46dcd88d", eight.toString());
    }

    @Test
    void theMachineThatFormerVersionsNotedIsKnown() throws IOException {
        Path one = made("one", ITEMS.subList(0, 20));
        Path two = made("two", ITEMS.subList(20, 40));
        Path note = Files.createDirectories(one.resolve("runs")).resolve("20260101T000000Z-00000000_stats.json");
        Files.writeString(note, """
                {"begun": "2026-01-01T00:00:00Z", "seconds": 1.5, "made": 20, "missing": 0, "failed": {},
                "machine": {"device": "cpu", "threads": 2, "kernels": "77fc46dcd88d"}}""");
        assertEquals(Set.of(new Machine("cpu", 2, "77fc46dcd88d", 0)),
                PackMerge.run(folder.resolve("merged"), List.of(one, two), IDS).machines());
    }

    @Test
    void recordsThatDifferAreRefused() {
        List<PackItem<String>> other = List.of(ITEMS.get(0), SlowMaker.item("caption 1", "another sentence"));
        Path two = made("two", other);
        String said = refusal(folder.resolve("merged"), made("one", ITEMS.subList(0, 20)), two);
        assertTrue(said.contains(two.toString()) && said.contains("another record of 'caption 1'"), said);
    }

    @Test
    void ofTwoRecordsThatOfThePresentSentenceIsTaken() {
        PackItem<String> now = SlowMaker.item("caption 1", "another sentence");
        Map<String, String> sentences = Map.of("caption 0", "sentence 0", "caption 1", "another sentence");
        Path anew = made("anew", List.of(now, ITEMS.get(30)));
        Path old = made("old", ITEMS.subList(0, 20));
        Path target = folder.resolve("merged");
        for (List<Path> packs : List.of(List.of(old), List.of(anew), List.of(old, anew))) {
            int added = packs.size() == 2 ? 0 : packs.contains(old) ? 20 : 2;
            assertEquals(added, PackMerge.run(target, packs, IDS, sentences).added());
        }
        assertEquals(21, FeaturePack.open(target).ids().size());
        assertArrayEquals(SlowMaker.feature(now), FeaturePack.open(target).feature("caption 1"));
        assertArrayEquals(SlowMaker.feature(ITEMS.get(0)), FeaturePack.open(target).feature("caption 0"));
        assertTrue(assertThrows(UserException.class, () -> PackMerge.run(target, List.of(old), IDS,
                Map.of("caption 1", "a third one"))).getMessage().contains("another record of 'caption 1'"));
    }

    @Test
    void packsOfOtherSettingsAndDamagedOnesAreRefusedByName() throws IOException {
        Path target = folder.resolve("merged");
        Path one = made("one", ITEMS.subList(0, 20));
        Provenance otherwise = Provenance.of("slow", new Other(2), Map.of());
        Path two = made("two", new PackInfo(PackKind.SYNTHETIC, SlowMaker.WIDTH, otherwise, ""), ITEMS.subList(20, 40));
        String said = refusal(target, one, two);
        assertTrue(said.startsWith(two + ": was made otherwise than " + one + " (seed 2 instead of 1)"), said);
        said = refusal(target, one, folder.resolve("nothing"));
        assertTrue(said.contains(folder.resolve("nothing") + ": not a feature pack"), said);
        Path three = made("three", ITEMS.subList(40, 60));
        try (RandomAccessFile file = new RandomAccessFile(FeaturePack.parts(three).get(0).toFile(), "rw")) {
            file.seek(file.length() - 30);
            int old = file.read();
            file.seek(file.length() - 30);
            file.write(old ^ 1);
        }
        said = refusal(target, one, three);
        assertTrue(said.contains(FeaturePack.parts(three).get(0) + ": damaged"), said);
    }

    private record Other(int seed) {}
}
