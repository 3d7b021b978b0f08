CREATE TYPE "public"."aggregation" AS ENUM('MEAN', 'MEAN_RESPONSE_SUM', 'MEAN_OF_CATEGORY_MEANS', 'ANY_OF_N');--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "benchmarks_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "headline_criterion" text;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "headline_aggregation" "aggregation";--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "official_mean_digits" integer;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "official_percent_digits" integer;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "official_of_none" double precision;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "criteria_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "slices" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "slices_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "slices" ADD COLUMN "aggregation" "aggregation";--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "evaluations_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "judges" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "judges_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "models_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "slices" ADD CONSTRAINT "slices_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "judges" ADD CONSTRAINT "judges_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_key_unique" UNIQUE("key");--> statement-breakpoint
CREATE SCHEMA bi_v1;--> statement-breakpoint
CREATE SCHEMA bi;
