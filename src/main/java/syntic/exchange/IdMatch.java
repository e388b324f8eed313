package syntic.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.io.UserException;

/**
 * Ids of a file as those that are wanted.
 *
 * @param ids by row; null for a row that nobody wants
 */
record IdMatch(List<String> ids) {
    private static final int SHOWN = 3;

    /**
     * @param where the ids stand, for messages
     * @param wanted what they should be; null if they may be any
     * @param loose whether folders, extensions and leading zeros do not count
     * @param skip whether rows that nobody wants are left out
     * @throws UserException if an id is there twice, or (unless told otherwise) nobody wants it
     */
    static IdMatch of(String where, List<String> ids, Collection<String> wanted, boolean loose, boolean skip) {
        Map<String, String> known = new HashMap<>();
        if (wanted != null) {
            wanted.forEach(id -> {
                String other = known.put(loose ? bare(id) : id, id);
                if (other != null && !other.equals(id)) {
                    throw new UserException(where + ": --loose-ids takes '" + other + "' and '" + id + "' of the project "
                            + "for the same; leave it out and give ids that are the project's");
                }
            });
        }
        List<String> matched = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            String match = wanted == null ? id : known.get(loose ? bare(id) : id);
            if (match == null) {
                unknown.add(id);
            } else if (!seen.add(match)) {
                throw new UserException(where + ": the id '" + id + "' names two rows; leave one of them out");
            }
            matched.add(match);
        }
        if (seen.isEmpty() || !skip && !unknown.isEmpty()) {
            throw new UserException(where + ": " + unknown.size() + " of " + ids.size() + " ids are not among the "
                    + wanted.size() + " that are wanted: " + shown(unknown) + "; wanted are such as " + shown(wanted)
                    + remedy(unknown, wanted, loose, seen.isEmpty()));
        }
        return new IdMatch(matched);
    }

    private static String remedy(List<String> unknown, Collection<String> wanted, boolean loose, boolean none) {
        Map<String, String> bare = new HashMap<>();
        wanted.forEach(id -> bare.put(bare(id), id));
        for (String id : loose ? List.<String>of() : unknown) {
            String like = bare.get(bare(id));
            if (like != null) {
                return ". '" + id + "' differs from '" + like + "' by " + difference(id, like) + ": give --loose-ids to "
                        + "take such ids for the same";
            }
        }
        return none ? ". Give the ids of these features with --ids FILE"
                : ". Give --skip-unknown to leave their rows out";
    }

    private static String difference(String one, String other) {
        String name = one.substring(one.lastIndexOf('/') + 1);
        String like = other.substring(other.lastIndexOf('/') + 1);
        return name.equals(like) ? "its folder"
                : stem(name).equals(stem(like)) ? "its extension" : "leading zeros or what stands before its number";
    }

    private static String stem(String name) {
        return name.replaceFirst("\\.[A-Za-z]{3,4}$", "");
    }

    /** Without folder, extension, and what COCO's file names have before the number. */
    private static String bare(String id) {
        return stem(id.substring(id.lastIndexOf('/') + 1)).replaceFirst("^COCO_[a-z0-9]+_", "")
                .replaceFirst("^0+(?=\\d+$)", "");
    }

    private static String shown(Collection<String> ids) {
        return String.join(", ", ids.stream().limit(SHOWN).map(id -> "'" + id + "'").toList())
                + (ids.size() > SHOWN ? ", …" : "");
    }
}
