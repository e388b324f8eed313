/** What is kept between runs: the command that lists it and cleans what is named. */
package syntic.cache;
