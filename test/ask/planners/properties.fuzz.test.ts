/** The same rules, asked of every question. */
import './properties.test.ts'
