/** What a user would run instead of Kotik, 1: grammY as its guide begins, one update after the other. */
import { bot } from './grammy-relay.ts'

await bot.start()
