package syntic.metric.spice;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** A node of a constituency tree; a leaf is a node without children whose label is the word. */
final class ConstituencyTree {

    final String label;
    final ConstituencyTree parent;
    final List<ConstituencyTree> children = new ArrayList<>();

    private ConstituencyTree(String label, ConstituencyTree parent) {
        this.label = label;
        this.parent = parent;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    /**
     * Reads a tree in Penn Treebank brackets.
     *
     * @throws IllegalArgumentException if the brackets do not match
     */
    static ConstituencyTree read(String brackets) {
        ConstituencyTree root = null;
        ConstituencyTree open = null;
        StringTokenizer parts = new StringTokenizer(brackets, "() \n\t", true);
        while (parts.hasMoreTokens()) {
            String part = parts.nextToken();
            if (part.isBlank()) {
                continue;
            }
            if (part.equals("(") && parts.hasMoreTokens()) {
                open = new ConstituencyTree(parts.nextToken(), open);
                root = root == null ? open : root;
            } else if (part.equals(")") && open != null) {
                open = open.parent;
            } else if (open != null) {
                new ConstituencyTree(part, open);
            } else {
                break;
            }
        }
        if (root == null || open != null) {
            throw new IllegalArgumentException("not a constituency tree: " + brackets);
        }
        return root;
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    /** Whether this is a phrase of a kind, whatever its function: {@code NP-TMP} is an {@code NP}. */
    boolean is(String kind) {
        return label.equals(kind) || label.startsWith(kind + "-");
    }

    /** The leaves below in order, or this one. */
    List<ConstituencyTree> leaves() {
        List<ConstituencyTree> leaves = new ArrayList<>();
        collectLeaves(leaves);
        return leaves;
    }

    private void collectLeaves(List<ConstituencyTree> leaves) {
        if (isLeaf()) {
            leaves.add(this);
        }
        children.forEach(child -> child.collectLeaves(leaves));
    }
}
