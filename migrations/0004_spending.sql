ALTER TABLE "evaluations" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "requests" bigint;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "tokens" bigint;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "prompt_tokens" bigint;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "cached_tokens" bigint;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "completion_tokens" bigint;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "cost" double precision;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "reason_since" timestamp with time zone;