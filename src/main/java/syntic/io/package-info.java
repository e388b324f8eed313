/** What every other package stands on: files that appear whole or not at all, and errors that the user can mend. */
package syntic.io;
