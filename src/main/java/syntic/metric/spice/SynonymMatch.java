package syntic.metric.spice;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import syntic.metric.meteor.Synonyms;

/** Which names mean the same: equal ones, and those that share a synonym set of WordNet. May be shared by threads. */
final class SynonymMatch {

    private final Synonyms synonyms;
    private final Map<String, int[]> senses = new ConcurrentHashMap<>();

    SynonymMatch(Synonyms synonyms) {
        this.synonyms = synonyms;
    }

    private boolean same(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        int[] of = senses(a);
        return Arrays.stream(senses(b)).anyMatch(sense -> Arrays.binarySearch(of, sense) >= 0);
    }

    private int[] senses(String name) {
        return senses.computeIfAbsent(name, key -> synonyms.sensesOf(key.replace(' ', '_')));
    }

    private boolean same(Set<String> a, Set<String> b) {
        return a.stream().anyMatch(name -> b.stream().anyMatch(other -> same(name, other)));
    }

    /** Whether statements of the same number of parts agree in each. */
    boolean match(List<Set<String>> a, List<Set<String>> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Maps each name to the names of its group; a name joins all groups that have a synonym of it. */
    Map<String, Set<String>> group(Collection<String> names) {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        for (String name : names) {
            Set<String> joined = new LinkedHashSet<>();
            groups.forEach((other, group) -> {
                if (same(name, other)) {
                    joined.addAll(group);
                }
            });
            joined.add(name);
            joined.forEach(member -> groups.put(member, joined));
        }
        return groups;
    }
}
