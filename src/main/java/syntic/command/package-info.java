/** What the commands of all packages share. */
package syntic.command;
