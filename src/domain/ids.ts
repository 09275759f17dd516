/**
 * Branded ids: a ticket's id cannot be handed where an operator's is wanted.
 * Every id is made from data that arrives (a channel's own id, a counter in the state), never from chance in here.
 */
declare const brand: unique symbol
type Branded<T, B extends string> = T & { readonly [brand]: B }

/** `<channel>:<the channel's own id of the chat>`, e.g. `site:3f9c…` or `telegram:77`. One conversation a chat. */
export type ConversationId = Branded<string, 'ConversationId'>
/** A person. Equals the conversation's id until a site's signed hash tells who it is (`user:<site's user id>`). */
export type CustomerId = Branded<string, 'CustomerId'>
/** Position of a message in its conversation, from 1; with the conversation's id it names one message for ever. */
export type MessageNumber = Branded<number, 'MessageNumber'>
/** Number people say aloud: "#142". Counted by the desk, from 1. */
export type TicketId = Branded<number, 'TicketId'>
/** Made by `kotik operator add`; lower-case login, e.g. `anna`. */
export type OperatorId = Branded<string, 'OperatorId'>
/** A team of operators, as `_bot.yml` names it: `first-line`, `finance`. */
export type GroupName = Branded<string, 'GroupName'>
/** What a ticket is about, as `_bot.yml` names it: `payment`. */
export type TopicName = Branded<string, 'TopicName'>
/** The flow's file name without `.yml`. */
export type FlowName = Branded<string, 'FlowName'>
/** Key of an intent in `intents/*.yml`. */
export type IntentName = Branded<string, 'IntentName'>
/** Hash of one checked set of flows and intents. */
export type ReleaseId = Branded<string, 'ReleaseId'>
/** What makes two arrivals the same input, e.g. `site:<conversation>:<client message id>`. Unique for ever. */
export type InputKey = Branded<string, 'InputKey'>
/** A set of buttons shown once; unique within its conversation, short enough for Telegram's 64-byte callback data. */
export type PromptId = Branded<string, 'PromptId'>

export const conversationId = (channel: string, chat: string) => `${channel}:${chat}` as ConversationId
/** Files of the content belong to no customer: everybody who is shown one may read it. */
export const CONTENT_FILES = conversationId('content', 'media')
export const customerId = (text: string) => text as CustomerId
export const messageNumber = (n: number) => n as MessageNumber
export const ticketId = (n: number) => n as TicketId
export const operatorId = (text: string) => text as OperatorId
export const groupName = (text: string) => text as GroupName
export const topicName = (text: string) => text as TopicName
export const flowName = (text: string) => text as FlowName
export const intentName = (text: string) => text as IntentName
export const releaseId = (text: string) => text as ReleaseId
export const inputKey = (text: string) => text as InputKey
export const promptId = (text: string) => text as PromptId

/** The channel's name and the chat's id on it, out of a conversation's id. */
export function channelAndChat(id: ConversationId): { readonly channel: string; readonly chat: string } {
  const colon = id.indexOf(':')
  return { channel: id.slice(0, colon), chat: id.slice(colon + 1) }
}
